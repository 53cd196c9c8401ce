package org.posthouse.core.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Parts;
import org.posthouse.lib.mime.HeaderFields;
import org.posthouse.lib.mime.MessageParts;

/** A message that is being judged: its octets, its header section with the edits so far, its parts if somebody asks. */
final class Arrived {
    private final Content raw;
    private final HeaderEdits edits;
    private Optional<Parts> parts = Optional.empty();

    Arrived(Content raw, HeaderFields header) {
        this.raw = raw;
        this.edits = new HeaderEdits(header);
    }

    Content raw() {
        return raw;
    }

    HeaderEdits edits() {
        return edits;
    }

    /** The tree, scanned when it is first asked for. */
    synchronized Parts parts() {
        if (parts.isEmpty()) {
            try {
                parts = Optional.of(MessageParts.scan(raw));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return parts.get();
    }
}
