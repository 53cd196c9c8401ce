package org.posthouse.lib.search;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.mime.BodyPart;
import org.posthouse.lib.mime.HeaderFields;
import org.posthouse.lib.mime.MailboxAddress;
import org.posthouse.lib.mime.MessageEnvelope;
import org.posthouse.lib.mime.Texts;

/** Looks for text in header fields as people read them: unfolded, encoded words decoded (RFC 2047). */
final class FieldText {
    /** As much of a header section is looked through. */
    private static final int HEADER = 1 << 20;

    private FieldText() {}

    /** Fields that the structure has, so that the message need not be opened. */
    static Criterion criterion(String field, Needle needle) {
        return switch (field.toLowerCase(Locale.ROOT)) {
            case "from" -> addresses(needle, MessageEnvelope::from);
            case "to" -> addresses(needle, MessageEnvelope::to);
            case "cc" -> addresses(needle, MessageEnvelope::cc);
            case "bcc" -> addresses(needle, MessageEnvelope::bcc);
            case "subject" -> text(needle, MessageEnvelope::subject);
            case "message-id" -> text(needle, MessageEnvelope::messageId);
            case "in-reply-to" -> text(needle, MessageEnvelope::inReplyTo);
            case "date" -> text(needle, MessageEnvelope::date);
            default -> new Criterion(Criterion.HEADER, candidate -> inField(candidate.message(), field, needle));
        };
    }

    private static Criterion addresses(Needle needle, Of<List<MailboxAddress>> which) {
        return new Criterion(Criterion.STRUCTURE, candidate -> {
            List<MailboxAddress> all = which.of(candidate.message().structure().envelope());
            return !all.isEmpty() && needle.in(spelled(all));
        });
    }

    private static Criterion text(Needle needle, Of<Optional<String>> which) {
        return new Criterion(Criterion.STRUCTURE, candidate -> {
            Optional<String> text = which.of(candidate.message().structure().envelope());
            return text.isPresent() && needle.in(Texts.readable(text.get()));
        });
    }

    /** {@code Name <local@domain>, …} */
    private static String spelled(List<MailboxAddress> addresses) {
        StringBuilder text = new StringBuilder();
        for (MailboxAddress address : addresses) {
            text.append(text.length() == 0 ? "" : ", ");
            String name = address.name().map(Texts::readable).orElse("");
            String spec =
                    address.address().or(address::mailbox).map(Texts::readable).orElse("");
            text.append(name.isEmpty() ? spec : name + " <" + spec + ">");
        }
        return text.toString();
    }

    private static boolean inField(Searched message, String field, Needle needle) throws MailException {
        BodyPart root = message.structure().root();
        return fields(message, root).fields(field).stream().anyMatch(found -> needle.in(readable(found)));
    }

    /** Whether any field of this part's header has it, names included. */
    static boolean inHeader(Searched message, BodyPart part, Needle needle) throws MailException {
        return fields(message, part).fields().stream()
                .anyMatch(found -> needle.in(found.name() + ": " + readable(found)));
    }

    private static HeaderFields fields(Searched message, BodyPart part) throws MailException {
        return HeaderFields.of(message.bytes(part.headerOffset(), (int) Math.min(HEADER, part.headerSize())));
    }

    private static String readable(HeaderFields.Field field) {
        byte[] octets = field.body().getBytes(StandardCharsets.UTF_8);
        return Texts.readable(new String(octets, StandardCharsets.ISO_8859_1));
    }

    /** One part of an envelope. */
    @FunctionalInterface
    private interface Of<T> {
        T of(MessageEnvelope envelope);
    }
}
