package org.posthouse.protocol.pop3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message on its way to the client, piece by piece: every line ends with CRLF, one that begins with a dot gets another one, and after
 * so many lines of the body there is no more, RFC 1939 §3 and §7 (TOP). Between two pieces it is but values.
 */
final class StuffedText {
    /** For all lines there are. */
    static final long ALL_LINES = Long.MAX_VALUE;

    private long linesLeft;
    private boolean inBody;
    private boolean lineBegins = true;
    private boolean lineEmpty = true;
    private boolean afterCr;
    private boolean ended;

    private StuffedText(long lines) {
        linesLeft = lines;
    }

    /** The whole message. */
    static StuffedText whole() {
        return new StuffedText(ALL_LINES);
    }

    /** The header, the empty line, and so many lines of the body. */
    static StuffedText top(long lines) {
        return new StuffedText(lines);
    }

    /** Whether no more is to be sent, whatever more of the message there is. */
    boolean ended() {
        return ended;
    }

    /** The next octets of the message as they go out. */
    byte[] take(byte[] piece) {
        // Each octet becomes two at most.
        byte[] out = new byte[piece.length * 2];
        int length = 0;
        for (int i = 0; i < piece.length && !ended; i++) {
            byte octet = piece[i];
            if (lineBegins && octet == '.') {
                out[length++] = '.';
            } else if (octet == '\n' && !afterCr) {
                out[length++] = '\r';
            }
            out[length++] = octet;
            after(octet);
        }
        return Arrays.copyOf(out, length);
    }

    private void after(byte octet) {
        afterCr = octet == '\r';
        lineBegins = octet == '\n';
        if (!lineBegins) {
            lineEmpty &= afterCr;
            return;
        }
        if (inBody) {
            linesLeft--;
        }
        inBody |= lineEmpty;
        lineEmpty = true;
        ended = inBody && linesLeft <= 0;
    }

    /** The end of the last line, if it has none, and the mark of the end. */
    byte[] finish() {
        String lineEnd = lineBegins ? "" : afterCr ? "\n" : "\r\n";
        return (lineEnd + ".\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("linesLeft", linesLeft);
        values.put("inBody", inBody);
        values.put("lineBegins", lineBegins);
        values.put("lineEmpty", lineEmpty);
        values.put("afterCr", afterCr);
        return values;
    }

    /** What {@link #values} made. */
    static StuffedText from(Values values) {
        StuffedText text = new StuffedText(values.number("linesLeft"));
        text.inBody = values.claim("inBody");
        text.lineBegins = values.claim("lineBegins");
        text.lineEmpty = values.claim("lineEmpty");
        text.afterCr = values.claim("afterCr");
        return text;
    }
}
