package org.posthouse.lib.wire.imap;

import java.nio.charset.StandardCharsets;

/**
 * Mailbox names on the wire, RFC 3501 §5.1.3: modified UTF-7. Strict: every name has exactly one spelling, so what stands for itself may
 * not come encoded, and no two shifts may touch.
 */
public final class ModifiedUtf7 {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

    private ModifiedUtf7() {}

    /** The name in Unicode. */
    public static String decode(byte[] octets) throws MailboxNameException {
        String encoded = new String(octets, StandardCharsets.ISO_8859_1);
        StringBuilder name = new StringBuilder(encoded.length());
        int at = 0;
        while (at < encoded.length()) {
            char c = encoded.charAt(at);
            require(c >= 0x20 && c < 0x7f);
            if (c != '&') {
                name.append(c);
                at++;
                continue;
            }
            int end = encoded.indexOf('-', at);
            require(end > at);
            if (end == at + 1) {
                name.append('&');
            } else {
                decodeShifted(encoded, at + 1, end, name);
                require(end + 1 == encoded.length() || encoded.charAt(end + 1) != '&' || isAmpersand(encoded, end + 1));
            }
            at = end + 1;
        }
        requirePaired(name);
        return name.toString();
    }

    /** The name in printable ASCII. */
    public static String encode(String name) {
        StringBuilder encoded = new StringBuilder(name.length() + 8);
        int at = 0;
        while (at < name.length()) {
            char c = name.charAt(at);
            if (isDirect(c)) {
                encoded.append(c == '&' ? "&-" : String.valueOf(c));
                at++;
                continue;
            }
            int end = at;
            while (end < name.length() && !isDirect(name.charAt(end))) {
                end++;
            }
            encodeShifted(name, at, end, encoded);
            at = end;
        }
        return encoded.toString();
    }

    private static boolean isDirect(char c) {
        return c >= 0x20 && c < 0x7f;
    }

    private static boolean isAmpersand(String encoded, int at) {
        return at + 1 < encoded.length() && encoded.charAt(at + 1) == '-';
    }

    private static void decodeShifted(String encoded, int begin, int end, StringBuilder name)
            throws MailboxNameException {
        int bits = 0;
        int held = 0;
        for (int i = begin; i < end; i++) {
            int digit = DIGITS.indexOf(encoded.charAt(i));
            require(digit >= 0);
            held = (held << 6) | digit;
            bits += 6;
            if (bits >= 16) {
                bits -= 16;
                char c = (char) (held >>> bits);
                require(!isDirect(c) && !Character.isISOControl(c));
                name.append(c);
                held &= (1 << bits) - 1;
            }
        }
        require(bits < 6 && held == 0);
    }

    private static void encodeShifted(String name, int begin, int end, StringBuilder encoded) {
        encoded.append('&');
        int bits = 0;
        int held = 0;
        for (int i = begin; i < end; i++) {
            held = (held << 16) | name.charAt(i);
            bits += 16;
            while (bits >= 6) {
                bits -= 6;
                encoded.append(DIGITS.charAt((held >>> bits) & 0x3f));
                held &= (1 << bits) - 1;
            }
        }
        if (bits > 0) {
            encoded.append(DIGITS.charAt((held << (6 - bits)) & 0x3f));
        }
        encoded.append('-');
    }

    private static void requirePaired(CharSequence name) throws MailboxNameException {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isHighSurrogate(c)) {
                i++;
                require(i < name.length() && Character.isLowSurrogate(name.charAt(i)));
            } else {
                require(!Character.isLowSurrogate(c));
            }
        }
    }

    private static void require(boolean claim) throws MailboxNameException {
        if (!claim) {
            throw new MailboxNameException("Mailbox name is not modified UTF-7");
        }
    }
}
