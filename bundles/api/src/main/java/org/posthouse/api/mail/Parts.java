package org.posthouse.api.mail;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The MIME tree of a message, RFC 2045: scanned once, shared by all who ask; depth and number of parts are limited. */
@ProviderType
public interface Parts {
    Part root();

    /** One body part. Offset and size are octets of its body within the message. */
    @ProviderType
    interface Part {
        /** Media type in lower case, {@code text/plain}. */
        String type();

        /** Its parameters, names in lower case, values decoded, RFC 2231. */
        Map<String, String> typeParameters();

        Optional<String> fileName();

        long offset();

        long size();

        List<Part> parts();

        /** The body with its transfer encoding removed, at most so many octets. */
        byte[] bytes(int limit) throws IOException;
    }
}
