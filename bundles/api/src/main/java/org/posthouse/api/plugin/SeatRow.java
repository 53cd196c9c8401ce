package org.posthouse.api.plugin;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** All seats of one kind, best service ranking first. */
@ProviderType
public interface SeatRow<S> extends AutoCloseable {
    List<Seat<S>> seats();

    /** The first whose service property has this value ({@code posthouse.protocol=imap}); a value may be an array of several. */
    Optional<Seat<S>> where(String property, String value);

    @Override
    void close();
}
