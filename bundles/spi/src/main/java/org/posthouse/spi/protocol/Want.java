package org.posthouse.spi.protocol;

import java.time.Duration;

/**
 * What a conversation needs next. Every wait has an end, counted from when the client had its turn, whatever it drips: then comes
 * {@link Input.TimedOut}. For {@link Bytes} and {@link DotText} the patience begins anew with every 64 KiB that have come.
 */
public sealed interface Want {
    /** A line of at most {@code max} octets with its CRLF. */
    record Line(int max, Duration patience) implements Want {}

    /** Exactly so many octets. */
    record Bytes(long count, Duration patience) implements Want {}

    /** Text up to CRLF.CRLF, RFC 5321 §4.5.2, dots unstuffed; at most {@code max} octets of it, more is read and dropped. */
    record DotText(long max, Duration patience) implements Want {}

    /** A line, or a wake-up, whichever comes first: IDLE. */
    record LineOrWake(int max, Duration patience) implements Want {}

    /** Call again when the client has read what was written: long answers in pieces, a slow reader costs nothing. */
    record Drained(Duration patience) implements Want {}

    /** TLS from here on; what came early in clear text is dropped, RFC 3207 §4.2. */
    record StartTls() implements Want {}

    /**
     * DEFLATE in both directions from here on, RFC 4978: what was written before still goes out as it is, all that comes after the
     * command is inflated. Only where {@link org.posthouse.api.net.Client#compressionOffered} says so.
     */
    record Compress() implements Want {}

    /** Good-bye: what was written still goes out. */
    record Close() implements Want {}
}
