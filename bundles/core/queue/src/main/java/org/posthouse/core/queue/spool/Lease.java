package org.posthouse.core.queue.spool;

import java.time.Instant;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.lib.segments.Segment;

/** A mail being read: while it is open, its segment is not used again. */
public final class Lease implements AutoCloseable {
    private final Envelope envelope;
    private final Content content;
    private final Instant arrived;
    private final Segment segment;

    Lease(MailRecord mail, Content content, Segment segment) {
        this.envelope = mail.envelope();
        this.arrived = mail.arrived();
        this.content = content;
        this.segment = segment;
    }

    public Envelope envelope() {
        return envelope;
    }

    public Content content() {
        return content;
    }

    public Instant arrived() {
        return arrived;
    }

    @Override
    public void close() {
        try {
            content.close();
        } finally {
            segment.unpin();
        }
    }
}
