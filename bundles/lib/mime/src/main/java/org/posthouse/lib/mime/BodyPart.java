package org.posthouse.lib.mime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One part of a message, RFC 2045: what its header says of it, and where it is. Offsets count octets from the beginning of the whole
 * message; the header section includes the empty line that ends it, the body excludes the line end that belongs to the boundary. Lines
 * are the line ends within the body. Texts are as sent, one char per octet; parameter continuations are joined, RFC 2231 §6.
 *
 * @param message the embedded message's envelope, and only with {@code message/rfc822}, whose one part is that message
 * @param parts never empty for a multipart
 */
public record BodyPart(
        String type,
        String subtype,
        List<Parameter> parameters,
        Optional<String> id,
        Optional<String> description,
        String encoding,
        Optional<String> md5,
        Optional<Disposition> disposition,
        List<String> languages,
        Optional<String> location,
        long headerOffset,
        long headerSize,
        long bodyOffset,
        long bodySize,
        long lines,
        Optional<MessageEnvelope> message,
        List<BodyPart> parts) {
    public BodyPart {
        parameters = List.copyOf(parameters);
        languages = List.copyOf(languages);
        parts = List.copyOf(parts);
        if (headerOffset < 0 || headerSize < 0 || bodyOffset < 0 || bodySize < 0 || lines < 0) {
            throw new IllegalArgumentException("a part lies within its message");
        }
        if (message.isPresent() && parts.size() != 1) {
            throw new IllegalArgumentException("an embedded message is one part");
        }
    }

    /** {@code text/plain}, in lower case. */
    public String mediaType() {
        return (type + "/" + subtype).toLowerCase(Locale.ROOT);
    }

    public boolean multipart() {
        return type.equalsIgnoreCase("multipart") && !parts.isEmpty();
    }

    public boolean text() {
        return type.equalsIgnoreCase("text");
    }

    /** The embedded message of {@code message/rfc822}. */
    public Optional<BodyPart> embedded() {
        return message.isPresent() ? Optional.of(parts.get(0)) : Optional.empty();
    }
}
