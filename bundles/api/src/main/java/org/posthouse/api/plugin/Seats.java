package org.posthouse.api.plugin;

import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Gives core its seats. One seat for each plug-in component (symbolic name and component name), which outlives versions and restarts. */
@ProviderType
public interface Seats {
    /**
     * The seats of one kind: every service of this type that there is, comes, or is expected because it was here before. Close the row
     * when the component that opened it goes.
     *
     * @param changed told after a seat has been filled, emptied, added, or has gone for good; on the thread that did it, so be brief
     */
    <S> SeatRow<S> open(Class<S> type, Consumer<Seat<S>> changed);
}
