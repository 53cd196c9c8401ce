package org.posthouse.lib.wire.imap;

import java.util.Optional;

/**
 * The announcement of a literal at the end of a line, RFC 3501 §4.3 and RFC 7888: so many octets follow; the client waits for leave if
 * it is synchronizing.
 */
public record LiteralMark(long octets, boolean synchronizing) {
    /** The largest number that the grammar has. */
    public static final long MAX_NUMBER = 0xFFFF_FFFFL;

    public LiteralMark {
        if (octets < 0 || octets > MAX_NUMBER) {
            throw new IllegalArgumentException("a literal has at most " + MAX_NUMBER + " octets");
        }
    }

    /** The mark that this line ends with; empty if it ends otherwise. */
    public static Optional<LiteralMark> at(byte[] line) {
        int end = line.length - 1;
        if (end < 2 || line[end] != '}') {
            return Optional.empty();
        }
        boolean synchronizing = line[end - 1] != '+';
        int lastDigit = synchronizing ? end - 1 : end - 2;
        int begin = lastDigit;
        while (begin >= 0 && Octets.isDigit(line[begin])) {
            begin--;
        }
        if (begin < 0 || line[begin] != '{' || begin == lastDigit) {
            return Optional.empty();
        }
        long octets = 0;
        for (int i = begin + 1; i <= lastDigit; i++) {
            octets = octets * 10 + (line[i] - '0');
            if (octets > MAX_NUMBER) {
                return Optional.empty();
            }
        }
        return Optional.of(new LiteralMark(octets, synchronizing));
    }
}
