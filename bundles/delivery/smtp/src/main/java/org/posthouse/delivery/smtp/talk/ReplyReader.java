package org.posthouse.delivery.smtp.talk;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/** Reads replies from who may send anything. */
final class ReplyReader {
    /** RFC 5321 §4.5.3.1.5 allows 512 octets; some say more. */
    private static final int LONGEST_LINE = 2_048;
    /** Some explain themselves at length; EHLO has a line for each extension. */
    private static final int MOST_LINES = 128;

    private ReplyReader() {}

    static HostReply read(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        int code = 0;
        while (true) {
            String line = line(in);
            if (line.length() < 3 || (line.length() > 3 && line.charAt(3) != ' ' && line.charAt(3) != '-')) {
                throw new ProtocolException("not a reply of SMTP");
            }
            int its = code(line);
            if (code != 0 && its != code) {
                throw new ProtocolException("a reply with several codes");
            }
            code = its;
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return new HostReply(code, lines);
            }
            if (lines.size() == MOST_LINES) {
                throw new ProtocolException("a reply of too many lines");
            }
        }
    }

    private static int code(String line) throws ProtocolException {
        int code = 0;
        for (int i = 0; i < 3; i++) {
            int digit = line.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new ProtocolException("not a reply of SMTP");
            }
            code = 10 * code + digit;
        }
        if (code < 200 || code > 599) {
            throw new ProtocolException("no reply has the code " + code);
        }
        return code;
    }

    /** Without its end; what is not printable ASCII becomes a question mark. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("connection closed by the other side");
            }
            if (line.length() == LONGEST_LINE) {
                throw new ProtocolException("a reply line that is too long");
            }
            line.append((char) octet);
        }
        int length = line.length() > 0 && line.charAt(line.length() - 1) == '\r' ? line.length() - 1 : line.length();
        for (int i = 0; i < length; i++) {
            char c = line.charAt(i);
            line.setCharAt(i, c == '\t' ? ' ' : c < 0x20 || c > 0x7e ? '?' : c);
        }
        return line.substring(0, length);
    }
}
