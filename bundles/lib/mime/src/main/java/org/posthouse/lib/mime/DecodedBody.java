package org.posthouse.lib.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.posthouse.api.mail.Content;

/** Bodies of parts without their transfer encoding, RFC 2045 §6, read in small pieces. What cannot be decoded is passed over. */
public final class DecodedBody {
    private DecodedBody() {}

    /** All of the part's body; the caller closes the stream before the message. */
    public static InputStream open(Content message, BodyPart part) throws IOException {
        return open(message, part, part.bodySize());
    }

    /** What the first octets of the encoded body say. */
    static InputStream open(Content message, BodyPart part, long octets) throws IOException {
        InputStream raw = new ContentRange(message, part.bodyOffset(), octets);
        return switch (part.encoding().toLowerCase(Locale.ROOT)) {
            case "base64" -> new Base64InputStream(raw, DecodeMonitor.SILENT);
            case "quoted-printable" -> new QuotedPrintableInputStream(raw, DecodeMonitor.SILENT);
            default -> raw;
        };
    }
}
