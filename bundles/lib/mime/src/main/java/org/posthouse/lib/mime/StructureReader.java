package org.posthouse.lib.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what {@link StructureWriter} wrote. Damage is an IllegalArgumentException, never an endless loop or an allocation by announced size. */
final class StructureReader {
    private final byte[] octets;
    private int at;
    private int parts;

    private StructureReader(byte[] octets) {
        this.octets = octets;
    }

    static Structure read(byte[] octets) {
        StructureReader reader = new StructureReader(octets);
        long missing = reader.missingLineEnds();
        Structure structure = new Structure(reader.envelope(), reader.part(0), missing);
        if (reader.at != octets.length) {
            throw damaged();
        }
        return structure;
    }

    static long missingLineEnds(byte[] octets) {
        return new StructureReader(octets).missingLineEnds();
    }

    private long missingLineEnds() {
        int version = octets.length == 0 ? 0 : octet();
        if (version == StructureWriter.VERSION) {
            return 0;
        } else if (version == StructureWriter.OTHER_LINES) {
            return number();
        }
        throw new IllegalArgumentException("no structure of a known version");
    }

    private BodyPart part(int depth) {
        if (depth > Structure.MAX_DEPTH || ++parts > 2 * Structure.MAX_PARTS) {
            throw damaged();
        }
        return new BodyPart(
                text(),
                text(),
                parameters(),
                optional(),
                optional(),
                text(),
                optional(),
                disposition(),
                texts(),
                optional(),
                number(),
                number(),
                number(),
                number(),
                number(),
                count() == 0 ? Optional.empty() : Optional.of(envelope()),
                parts(depth + 1));
    }

    private List<BodyPart> parts(int depth) {
        int count = count();
        List<BodyPart> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(part(depth));
        }
        return list;
    }

    private MessageEnvelope envelope() {
        return new MessageEnvelope(
                optional(),
                optional(),
                addresses(),
                addresses(),
                addresses(),
                addresses(),
                addresses(),
                addresses(),
                optional(),
                optional());
    }

    private List<MailboxAddress> addresses() {
        int count = count();
        List<MailboxAddress> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(new MailboxAddress(optional(), optional(), optional(), optional()));
        }
        return list;
    }

    private Optional<Disposition> disposition() {
        return count() == 0 ? Optional.empty() : Optional.of(new Disposition(text(), parameters()));
    }

    private List<Parameter> parameters() {
        int count = count();
        List<Parameter> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(new Parameter(text(), text()));
        }
        return list;
    }

    private List<String> texts() {
        int count = count();
        List<String> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(text());
        }
        return list;
    }

    private String text() {
        return optional().orElseThrow(StructureReader::damaged);
    }

    private Optional<String> optional() {
        int length = count();
        if (length == 0) {
            return Optional.empty();
        }
        String value = new String(octets, at, length - 1, StandardCharsets.ISO_8859_1);
        at += length - 1;
        return Optional.of(value);
    }

    /** A number of things that follow: each takes at least an octet, or was one octet longer than it takes. */
    private int count() {
        long value = number();
        if (value > octets.length - at + 1L) {
            throw damaged();
        }
        return (int) value;
    }

    private long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw damaged();
    }

    private int octet() {
        if (at >= octets.length) {
            throw damaged();
        }
        return octets[at++] & 0xff;
    }

    private static IllegalArgumentException damaged() {
        return new IllegalArgumentException("damaged structure");
    }
}
