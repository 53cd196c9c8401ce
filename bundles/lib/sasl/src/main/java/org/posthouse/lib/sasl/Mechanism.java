package org.posthouse.lib.sasl;

import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** One exchange of a mechanism. Takes what the client sent as it stands on the line, in base64. Used by one thread at a time. */
@ProviderType
public interface Mechanism {
    /** As clients ask for it: PLAIN, LOGIN. */
    String name();

    /** Begins, with the initial response if there is one; {@code =} is an empty one, RFC 4954 §4, RFC 4959 §3. */
    Step start(Optional<byte[]> initialResponse);

    /** Goes on with a line of the client's; {@code *} cancels. */
    Step respond(byte[] line);

    /** What {@link Mechanisms#resume} needs to go on in another version: JDK types only. */
    Map<String, Object> state();

    /** Where the exchange stands. */
    sealed interface Step {
        /** Say this, in base64, and hand the answer to {@link Mechanism#respond}; may be empty. */
        record Challenge(String base64) implements Step {}

        /** The client has said who it is; whether that is true is to be found out. */
        record Claimed(Credentials credentials) implements Step {}

        /** The client gave up. */
        record Cancelled() implements Step {}

        /** No base64, or not what the mechanism demands; the reason may be told to the peer. */
        record Malformed(String reason) implements Step {}
    }
}
