package org.posthouse.core.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.lib.mime.HeaderFields.Field;

/** The message as it goes into the queue: added fields, our trace field, then what came, with its edits; never copied whole. */
final class Compilation {
    private static final byte[] LINE_END = {'\r', '\n'};

    private Compilation() {}

    /** Lives as long as the message that arrived. */
    static Content of(Arrived message, byte[] received) throws IOException {
        HeaderEdits edits = message.edits();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        edits.added().forEach(field -> head.writeBytes(field.octets()));
        head.writeBytes(received);
        long sentHeader = 0;
        if (beginsFolded(message.raw())) {
            // A message that begins with a blank would go on with our field: it has no header section.
            head.writeBytes(LINE_END);
        } else if (edits.changedSent() || edits.body().isPresent()) {
            for (Field field : edits.sent()) {
                head.writeBytes(field.octets());
            }
            sentHeader = edits.sentOctets();
        }
        List<Content> pieces = new ArrayList<>(3);
        pieces.add(Content.of(head.toByteArray()));
        Optional<Content> body = edits.body();
        if (body.isPresent()) {
            pieces.add(Content.of(LINE_END));
            pieces.add(new Slice(body.get(), 0));
        } else {
            pieces.add(new Slice(message.raw(), sentHeader));
        }
        return Content.join(pieces);
    }

    private static boolean beginsFolded(Content raw) throws IOException {
        byte[] first = raw.bytes(0, 1);
        return first.length == 1 && (first[0] == ' ' || first[0] == '\t');
    }
}
