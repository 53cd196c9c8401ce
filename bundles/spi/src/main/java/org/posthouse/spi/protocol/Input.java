package org.posthouse.spi.protocol;

import org.posthouse.api.mail.Content;

/** The answer to a {@link Want}. */
public sealed interface Input {
    /** Without its end. Crlf: it ended with CRLF and had no other CR, LF or NUL in it; otherwise it ended with a bare LF or had one of them. */
    record Line(byte[] octets, boolean crlf) implements Input {}

    /** Octets as wanted; the conversation closes them. */
    record Data(Content content) implements Input {}

    /**
     * Dot-terminated text, unstuffed, without its terminator, CRLF at its end; the conversation closes it. Clean: no bare CR, no bare LF,
     * no NUL. The longest line is counted in octets, unstuffed, without its CRLF.
     */
    record Text(Content content, boolean clean, boolean eightBit, int longestLine) implements Input {}

    /** Longer than wanted. Ended: it has been dropped up to its end and the next wish is served; otherwise it goes on, and the only sane wish is Close. */
    record TooLong(boolean ended) implements Input {}

    /** TLS is on. */
    record Secured() implements Input {}

    /** DEFLATE is on, RFC 4978. */
    record Compressed() implements Input {}

    /** All has been read. */
    record Drained() implements Input {}

    /** The bell rang. */
    record Woken() implements Input {}

    /** Patience has ended. The wish still stands if it is wished again: what came so far is kept. */
    record TimedOut() implements Input {}

    /**
     * The server wants this connection to end (shutting down, cut off): say good-bye and Close. If it need not be at once, what has been
     * begun may be finished: wish on without a word, and this is told again with each wish for a line, until the server waits no longer.
     */
    record Ending(String reason, boolean atOnce) implements Input {}

    /** There was no room (disk, memory) to take the content in; it has been dropped up to its end. */
    record NoRoom() implements Input {}
}
