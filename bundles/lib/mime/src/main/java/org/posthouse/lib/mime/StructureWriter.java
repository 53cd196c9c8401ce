package org.posthouse.lib.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A structure as octets: numbers in groups of seven bits, texts with their length plus one, 0 for one that is not there. */
final class StructureWriter {
    /** Version of the layout, the first octet: of a message whose lines all end with CRLF. */
    static final int VERSION = 1;
    /** Of one with other lines: then comes first how many octets they are short of. */
    static final int OTHER_LINES = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    private StructureWriter() {}

    static byte[] write(Structure structure) {
        StructureWriter writer = new StructureWriter();
        if (structure.missingLineEnds() == 0) {
            writer.out.write(VERSION);
        } else {
            writer.out.write(OTHER_LINES);
            writer.number(structure.missingLineEnds());
        }
        writer.envelope(structure.envelope());
        writer.part(structure.root());
        return writer.out.toByteArray();
    }

    private void part(BodyPart part) {
        text(part.type());
        text(part.subtype());
        parameters(part.parameters());
        optional(part.id());
        optional(part.description());
        text(part.encoding());
        optional(part.md5());
        number(part.disposition().isPresent() ? 1 : 0);
        part.disposition().ifPresent(disposition -> {
            text(disposition.type());
            parameters(disposition.parameters());
        });
        number(part.languages().size());
        part.languages().forEach(this::text);
        optional(part.location());
        number(part.headerOffset());
        number(part.headerSize());
        number(part.bodyOffset());
        number(part.bodySize());
        number(part.lines());
        number(part.message().isPresent() ? 1 : 0);
        part.message().ifPresent(this::envelope);
        number(part.parts().size());
        part.parts().forEach(this::part);
    }

    private void envelope(MessageEnvelope envelope) {
        optional(envelope.date());
        optional(envelope.subject());
        addresses(envelope.from());
        addresses(envelope.sender().equals(envelope.from()) ? List.of() : envelope.sender());
        addresses(envelope.replyTo().equals(envelope.from()) ? List.of() : envelope.replyTo());
        addresses(envelope.to());
        addresses(envelope.cc());
        addresses(envelope.bcc());
        optional(envelope.inReplyTo());
        optional(envelope.messageId());
    }

    private void addresses(List<MailboxAddress> addresses) {
        number(addresses.size());
        for (MailboxAddress address : addresses) {
            optional(address.name());
            optional(address.route());
            optional(address.mailbox());
            optional(address.host());
        }
    }

    private void parameters(List<Parameter> parameters) {
        number(parameters.size());
        for (Parameter parameter : parameters) {
            text(parameter.name());
            text(parameter.value());
        }
    }

    private void optional(Optional<String> value) {
        if (value.isEmpty()) {
            number(0);
        } else {
            text(value.get());
        }
    }

    private void text(String value) {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        number(octets.length + 1L);
        out.writeBytes(octets);
    }

    private void number(long value) {
        long rest = value;
        while (rest >= 0x80) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
