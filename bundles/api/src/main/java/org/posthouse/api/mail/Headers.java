package org.posthouse.api.mail;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The header section as sent, read lazily. Names compare without case, RFC 5322 §1.2.2. */
@ProviderType
public interface Headers {
    /** Bodies of all fields of this name, top first: unfolded, without the blank after the colon, otherwise as sent. */
    List<String> all(String name);

    /** The topmost of {@link #all}. */
    Optional<String> first(String name);

    /** The topmost, with encoded words decoded, RFC 2047. */
    Optional<String> text(String name);

    /** How many fields there are. */
    int count();
}
