package org.posthouse.protocol.pop3;

import java.util.Map;
import org.posthouse.api.mail.MailException;
import org.posthouse.spi.protocol.Output;

/**
 * A multi-line response, RFC 1939 §3, written piece by piece as the client takes it. Between two pieces it holds but values and, for a
 * message, its open content, so that another version can go on with it.
 */
sealed interface Answer permits Listing, Transfer {
    /**
     * Writes until there is enough for now; true if that was the end. What cannot be read on fails: then the client is not told that the
     * answer is whole.
     */
    boolean write(Turn turn) throws MailException;

    Map<String, Object> values();

    /** It has ended, was handed over, or the client is gone. */
    default void close() {}

    /** What {@link #values} made; an IllegalArgumentException if it is not whole. */
    static Answer from(Values values) {
        return values.has("next") ? Listing.from(values) : Transfer.from(values);
    }

    static boolean full(Output out) {
        return out.room() <= 0;
    }
}
