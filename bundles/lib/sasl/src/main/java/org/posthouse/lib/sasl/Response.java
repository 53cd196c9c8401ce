package org.posthouse.lib.sasl;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** What a client's line holds: strict base64 (RFC 4648 §3.5, §4) of UTF-8. */
final class Response {
    /** Longest response on the line, RFC 4954 §4. */
    private static final int MAX_LINE = 12_288;

    private Response() {}

    static boolean cancels(byte[] line) {
        return line.length == 1 && line[0] == '*';
    }

    /** The octets meant; empty if the line is no base64 in its one canonical form, padding and all. */
    static Optional<byte[]> decode(byte[] line) {
        if (line.length > MAX_LINE || line.length % 4 != 0) {
            return Optional.empty();
        }
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(line);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        byte[] again = Base64.getEncoder().encode(octets);
        boolean canonical = Arrays.equals(again, line);
        Arrays.fill(again, (byte) 0);
        return canonical ? Optional.of(octets) : Optional.empty();
    }

    /** Characters of these octets, which are wiped; empty if they are no UTF-8, or there are none, or control characters among them. */
    static Optional<char[]> text(byte[] octets) {
        CharBuffer decoded = CharBuffer.allocate(octets.length);
        try {
            boolean good = !StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets), decoded, true)
                    .isError();
            char[] text = Arrays.copyOf(decoded.array(), decoded.position());
            if (good && text.length > 0 && !hasControl(text)) {
                return Optional.of(text);
            }
            Arrays.fill(text, '\0');
            return Optional.empty();
        } finally {
            Arrays.fill(decoded.array(), '\0');
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static boolean hasControl(char[] text) {
        for (char c : text) {
            if (Character.isISOControl(c)) {
                return true;
            }
        }
        return false;
    }
}
