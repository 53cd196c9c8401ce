package org.posthouse.protocol.imap.fetch;

import java.util.List;
import org.posthouse.lib.mime.BodyPart;
import org.posthouse.lib.mime.Parameter;
import org.posthouse.lib.wire.imap.ImapWriter;

/** BODY and BODYSTRUCTURE as a response, RFC 3501 §7.4.2; only the latter has extension data. */
final class StructureText {
    private final ImapWriter writer;
    private final boolean extended;

    StructureText(ImapWriter writer, boolean extended) {
        this.writer = writer;
        this.extended = extended;
    }

    void write(BodyPart part) {
        writer.open();
        if (part.multipart()) {
            part.parts().forEach(this::write);
            writer.space().string(part.subtype());
            if (extended) {
                writer.space();
                parameters(part.parameters());
                tail(part);
            }
        } else {
            single(part);
        }
        writer.close();
    }

    private void single(BodyPart part) {
        // What claims to have parts and shows none is no such thing: the grammar has no place for it.
        boolean hollowMessage =
                part.mediaType().equals("message/rfc822") && part.embedded().isEmpty();
        boolean hollowMultipart = part.type().equalsIgnoreCase("multipart");
        boolean opaque = hollowMessage || hollowMultipart;
        writer.string(opaque ? "APPLICATION" : part.type()).space();
        writer.string(opaque ? "OCTET-STREAM" : part.subtype()).space();
        parameters(part.parameters());
        writer.space().nstring(part.id());
        writer.space().nstring(part.description());
        writer.space().string(part.encoding());
        writer.space().number(part.bodySize());
        if (part.embedded().isPresent()) {
            writer.space();
            EnvelopeText.write(part.message().orElseThrow(), writer);
            writer.space();
            write(part.embedded().get());
            writer.space().number(part.lines());
        } else if (part.text()) {
            writer.space().number(part.lines());
        }
        if (extended) {
            writer.space().nstring(part.md5());
            tail(part);
        }
    }

    /** Disposition, language and location. */
    private void tail(BodyPart part) {
        writer.space();
        if (part.disposition().isPresent()) {
            writer.open().string(part.disposition().get().type()).space();
            parameters(part.disposition().get().parameters());
            writer.close();
        } else {
            writer.nil();
        }
        writer.space();
        languages(part.languages());
        writer.space().nstring(part.location());
    }

    private void languages(List<String> languages) {
        if (languages.isEmpty()) {
            writer.nil();
            return;
        }
        writer.open();
        for (int i = 0; i < languages.size(); i++) {
            writer.raw(i == 0 ? "" : " ").string(languages.get(i));
        }
        writer.close();
    }

    private void parameters(List<Parameter> parameters) {
        if (parameters.isEmpty()) {
            writer.nil();
            return;
        }
        writer.open();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            writer.raw(i == 0 ? "" : " ").string(parameter.name()).space().string(parameter.value());
        }
        writer.close();
    }
}
