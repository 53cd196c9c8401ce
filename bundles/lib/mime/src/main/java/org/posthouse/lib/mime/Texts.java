package org.posthouse.lib.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/** Octets as text and back. Nothing fails: what a character set cannot say becomes a replacement character. */
public final class Texts {
    private Texts() {}

    /** The character set of this name as mail has it; UTF-8 where it is unknown. */
    public static Charset charset(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        if (plain.isEmpty() || plain.length() > 60 || plain.equals("us-ascii") || plain.equals("ascii")) {
            return StandardCharsets.UTF_8;
        }
        try {
            Charset found = Charset.forName(plain.equals("ks_c_5601-1987") ? "x-windows-949" : plain);
            return found.canEncode() || plain.startsWith("iso-2022") ? found : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** Text of octets in this character set; octets that it does not know become U+FFFD, and as UTF-8 fall back to ISO 8859-1. */
    public static String decode(byte[] octets, Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) ? decode(octets) : new String(octets, charset);
    }

    /** Text of octets that are UTF-8, or else ISO 8859-1: what undeclared octets in header fields are. */
    public static String decode(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    /** The octets of a text that has one char per octet, as structures have them. */
    public static byte[] octets(String raw) {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** For people: octets decoded, then encoded words, RFC 2047. */
    public static String readable(String raw) {
        return EncodedWords.decode(octets(raw));
    }
}
