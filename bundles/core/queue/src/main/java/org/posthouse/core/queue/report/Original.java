package org.posthouse.core.queue.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.posthouse.api.mail.Content;
import org.posthouse.lib.mime.HeaderFields;

/** The message that a report is about, as far as it goes back with it: the header section, or all of it. */
final class Original {
    /** At most so much of its header goes back. */
    private static final int HEADER_LIMIT = 64 << 10;

    private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?-~]{1,250}>");
    private static final int MAX_SUBJECT = 200;

    private final HeaderFields fields;
    private final Content returned;
    private final boolean whole;
    private final boolean asciiHeader;
    private final boolean ascii;

    private Original(HeaderFields fields, byte[] header, Optional<Content> all) throws IOException {
        this.fields = fields;
        this.whole = all.isPresent();
        this.returned = all.orElseGet(() -> Content.of(header));
        this.asciiHeader = ascii(Content.of(header));
        this.ascii = asciiHeader && (all.isEmpty() || ascii(all.get()));
    }

    /** @param most so large it may be to go back whole */
    static Original of(Content message, long most) throws IOException {
        byte[] header = header(message);
        return new Original(
                HeaderFields.of(header), header, message.size() <= most ? Optional.of(message) : Optional.empty());
    }

    /** The header section, without the empty line; cut between lines where it is too long. */
    private static byte[] header(Content message) throws IOException {
        String octets = new String(message.bytes(0, HEADER_LIMIT), StandardCharsets.ISO_8859_1);
        if (octets.startsWith("\r\n")) {
            return new byte[0];
        }
        int end = octets.indexOf("\r\n\r\n");
        int cut = end < 0 ? octets.lastIndexOf("\r\n") : end;
        return cut < 0 ? new byte[0] : octets.substring(0, cut + 2).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean ascii(Content content) throws IOException {
        byte[] chunk = new byte[64 << 10];
        try (InputStream octets = content.open()) {
            for (int read; (read = octets.read(chunk)) >= 0; ) {
                for (int i = 0; i < read; i++) {
                    if (chunk[i] < 0) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** The octets that go back. */
    Content returned() {
        return returned;
    }

    boolean whole() {
        return whole;
    }

    /** Whether what goes back is ASCII alone. */
    boolean ascii() {
        return ascii;
    }

    /** RFC 6522 §3, RFC 6533 §6. */
    String mediaType() {
        if (whole) {
            return asciiHeader ? "message/rfc822" : "message/global";
        }
        return asciiHeader ? "text/rfc822-headers" : "message/global-headers";
    }

    /** Its subject as a person reads it, one line. */
    Optional<String> subject() {
        return fields.text("Subject").map(Original::line).filter(text -> !text.isEmpty());
    }

    /** Its date as it was written. */
    Optional<String> date() {
        return fields.first("Date").map(Original::line).filter(text -> !text.isEmpty());
    }

    Optional<String> messageId() {
        return fields.first("Message-ID")
                .map(String::strip)
                .filter(id -> MESSAGE_ID.matcher(id).matches());
    }

    private static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(MAX_SUBJECT)
                .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }
}
