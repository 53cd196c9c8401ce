package org.posthouse.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Octets as dialogue files write them: text in UTF-8 with the escapes {@code \r \n \t \0 \\ \xHH} and {@code \k(n,text)}, text n times. */
final class Octets {
    private Octets() {}

    static byte[] of(String escaped) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        int at = 0;
        while (at < escaped.length()) {
            int backslash = escaped.indexOf('\\', at);
            int end = backslash < 0 ? escaped.length() : backslash;
            octets.writeBytes(escaped.substring(at, end).getBytes(StandardCharsets.UTF_8));
            at = backslash < 0 ? end : escape(escaped, backslash + 1, octets);
        }
        return octets.toByteArray();
    }

    /** Writes what the escape at this place means; returns the place behind it. */
    private static int escape(String escaped, int at, ByteArrayOutputStream octets) {
        switch (escaped.charAt(at)) {
            case 'r' -> octets.write('\r');
            case 'n' -> octets.write('\n');
            case 't' -> octets.write('\t');
            case '0' -> octets.write(0);
            case '\\' -> octets.write('\\');
            case 'x' -> {
                octets.write(HexFormat.fromHexDigits(escaped, at + 1, at + 3));
                return at + 3;
            }
            case 'k' -> {
                int comma = escaped.indexOf(',', at);
                int close = escaped.indexOf(')', comma);
                byte[] piece = of(escaped.substring(comma + 1, close));
                for (int n = Integer.parseInt(escaped.substring(at + 2, comma)); n > 0; n--) {
                    octets.writeBytes(piece);
                }
                return close + 1;
            }
            default -> throw new IllegalArgumentException("no such escape: \\" + escaped.charAt(at));
        }
        return at + 1;
    }
}
