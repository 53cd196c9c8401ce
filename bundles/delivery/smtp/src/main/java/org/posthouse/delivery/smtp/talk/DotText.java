package org.posthouse.delivery.smtp.talk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A message as DATA takes it, RFC 5321 §4.5.2: every line ends with CRLF and nothing else does (§2.3.8), so a bare CR or LF of
 * the message becomes a whole line end; a dot that begins a line is doubled. All other octets stay as they are.
 */
final class DotText {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final OutputStream out;
    private boolean lineStart = true;
    private boolean carriageReturn;

    DotText(OutputStream out) {
        this.out = out;
    }

    void write(byte[] octets, int length) throws IOException {
        int from = 0;
        for (int i = 0; i < length; i++) {
            byte octet = octets[i];
            if (carriageReturn) {
                // It has been held back: whether it is a line end or half of one, a whole one it is.
                end();
                carriageReturn = false;
                if (octet == '\n') {
                    from = i + 1;
                    continue;
                }
            }
            if (octet == '\r' || octet == '\n') {
                out.write(octets, from, i - from);
                from = i + 1;
                if (octet == '\r') {
                    carriageReturn = true;
                } else {
                    end();
                }
            } else if (lineStart) {
                if (octet == '.') {
                    out.write('.');
                }
                lineStart = false;
            }
        }
        out.write(octets, from, length - from);
    }

    private void end() throws IOException {
        out.write(LINE_END);
        lineStart = true;
    }

    /** The last line ends, and then the message. */
    void finish() throws IOException {
        if (carriageReturn || !lineStart) {
            end();
        }
        out.write(".\r\n".getBytes(StandardCharsets.US_ASCII));
    }
}
