package org.posthouse.system;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of 20 MB of noise, and messages that carry it. */
record Attachment(byte[] octets) {
    private static final int SIZE = 20_000_000;
    private static final Pattern BASE64 =
            Pattern.compile("(?i)Content-Transfer-Encoding: base64\r?\n(?:.+\r?\n)*\r?\n([A-Za-z0-9+/=\\s]++)");

    static Attachment of(long seed) {
        byte[] octets = new byte[SIZE];
        new Random(seed).nextBytes(octets);
        return new Attachment(octets);
    }

    Path file(Path folder) throws Exception {
        return Files.write(folder.resolve("größe.bin"), octets);
    }

    /** A whole message with it, lines ending so. */
    String message(String from, String subject, String end) {
        String base64 = Base64.getMimeEncoder(76, end.getBytes(StandardCharsets.US_ASCII))
                .encodeToString(octets);
        return String.join(
                end,
                "From: " + from,
                "To: " + from,
                "Subject: " + subject,
                "Message-ID: <" + subject + "@large.example>",
                "MIME-Version: 1.0",
                "Content-Type: application/octet-stream",
                "Content-Disposition: attachment; filename=large.bin",
                "Content-Transfer-Encoding: base64",
                "",
                base64,
                "");
    }

    /** Whether a message carries these octets, every one of them, as its first part in base64. */
    boolean in(String message) {
        Matcher matcher = BASE64.matcher(message);
        return matcher.find() && Arrays.equals(octets, Base64.getMimeDecoder().decode(matcher.group(1)));
    }
}
