package org.posthouse.core.queue.spool;

import java.time.Instant;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;

/** A mail being read: while it is open, where it lies is not used again. */
public final class Lease implements AutoCloseable {
    private final Envelope envelope;
    private final Content content;
    private final Instant arrived;
    private final Runnable release;

    /** @param release done when it is closed */
    Lease(MailRecord mail, Content content, Runnable release) {
        this.envelope = mail.envelope();
        this.arrived = mail.arrived();
        this.content = content;
        this.release = release;
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
            release.run();
        }
    }
}
