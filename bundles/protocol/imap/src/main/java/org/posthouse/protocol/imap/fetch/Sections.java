package org.posthouse.protocol.imap.fetch;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.mime.BodyPart;
import org.posthouse.lib.mime.HeaderFields;
import org.posthouse.lib.mime.Structure;
import org.posthouse.lib.wire.imap.FetchItem;
import org.posthouse.lib.wire.imap.FetchItem.Partial;
import org.posthouse.lib.wire.imap.Section;

/** Finds the octets that a section names, RFC 3501 §6.4.5, in a message of this size. */
final class Sections {
    /** Ranges up to this are read into memory; larger ones go from the store to the client. */
    private static final int SMALL = 16 * 1024;
    /** As much of a header section is looked through for fields. */
    private static final int HEADER = 256 * 1024;

    private final Message message;
    private final long size;

    Sections(Message message, long size) {
        this.message = message;
        this.size = size;
    }

    Piece find(FetchItem.Octets item) throws MailException {
        Section section = item.section();
        if (section.part().isEmpty() && section.text() == Section.Text.ALL) {
            return range(0, size, item.partial());
        }
        Structure structure = message.structure();
        int[] numbers = section.part().stream().mapToInt(Integer::intValue).toArray();
        Optional<BodyPart> part = structure.part(numbers);
        if (part.isEmpty()) {
            return new Piece.Nothing();
        }
        return switch (section.text()) {
            case ALL -> range(part.get().bodyOffset(), part.get().bodySize(), item.partial());
            case MIME -> range(part.get().headerOffset(), part.get().headerSize(), item.partial());
            case HEADER, TEXT, HEADER_FIELDS, HEADER_FIELDS_NOT -> {
                // These are of messages only: the whole one, or one in a part.
                Optional<BodyPart> inner =
                        numbers.length == 0 ? part : part.get().embedded();
                yield inner.isPresent() ? text(inner.get(), item) : new Piece.Nothing();
            }
        };
    }

    private Piece text(BodyPart inner, FetchItem.Octets item) throws MailException {
        return switch (item.section().text()) {
            case TEXT -> range(inner.bodyOffset(), inner.bodySize(), item.partial());
            case HEADER -> range(inner.headerOffset(), inner.headerSize(), item.partial());
            default -> fields(inner, item.section()).cut(item.partial());
        };
    }

    private Piece.InMemory fields(BodyPart inner, Section section) throws MailException {
        byte[] header = message.bytes(inner.headerOffset(), (int) Math.min(HEADER, inner.headerSize()));
        ByteArrayOutputStream found = new ByteArrayOutputStream(Math.min(header.length + 2, SMALL));
        boolean wanted = section.text() == Section.Text.HEADER_FIELDS;
        for (HeaderFields.Field field : HeaderFields.of(header).fields()) {
            if (isOneOf(section.fields(), field.name()) == wanted) {
                found.writeBytes(field.octets());
            }
        }
        found.write('\r');
        found.write('\n');
        return new Piece.InMemory(found.toByteArray());
    }

    private static boolean isOneOf(List<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private Piece range(long offset, long length, Optional<Partial> partial) throws MailException {
        long from = partial.map(part -> Math.min(length, part.offset())).orElse(0L);
        long count = partial.map(part -> Math.min(length - from, part.count())).orElse(length);
        return count <= SMALL
                ? new Piece.InMemory(message.bytes(offset + from, (int) count))
                : new Piece.InContent(message.sound(), offset + from, count);
    }
}
