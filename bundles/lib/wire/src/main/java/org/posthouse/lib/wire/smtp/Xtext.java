package org.posthouse.lib.wire.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text within parameters, RFC 3461 §4: printable ASCII, all else as {@code +HH}. */
public final class Xtext {
    private Xtext() {}

    /** The text that was meant; empty if this is no xtext, or hides control characters (a line end above all). */
    public static Optional<String> decode(String xtext) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(xtext.length());
        for (int i = 0; i < xtext.length(); i++) {
            int c = xtext.charAt(i);
            if (!Ascii.graphic(c) || c == '=') {
                return Optional.empty();
            }
            if (c == '+') {
                c = i + 2 < xtext.length() ? hex(xtext.charAt(i + 1)) * 16 + hex(xtext.charAt(i + 2)) : -1;
                i += 2;
            }
            if (c < 0x20 || c == 0x7f) {
                return Optional.empty();
            }
            octets.write(c);
        }
        return Optional.of(octets.toString(StandardCharsets.UTF_8));
    }

    public static String encode(String text) {
        StringBuilder xtext = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (Ascii.graphic(b) && b != '+' && b != '=') {
                xtext.append((char) b);
            } else {
                xtext.append('+').append(digit(b >> 4)).append(digit(b));
            }
        }
        return xtext.toString();
    }

    /** Upper case only, RFC 3461 §4; far below zero if it is no digit. */
    private static int hex(char c) {
        return c <= 'F' && Character.digit(c, 16) >= 0 ? Character.digit(c, 16) : -1000;
    }

    private static char digit(int nibble) {
        return "0123456789ABCDEF".charAt(nibble & 15);
    }
}
