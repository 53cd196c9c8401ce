package org.posthouse.core.pipeline;

import java.util.Optional;
import org.posthouse.api.mail.Content;

/** Who is to close a body that a filter gave: a call that comes back when nobody waits for it any more leaves none behind. */
final class Custody implements AutoCloseable {
    private Optional<Content> kept = Optional.empty();
    private boolean closed;

    /** On the guard's thread: here it is. */
    synchronized void keep(Content body) {
        if (closed) {
            body.close();
        } else {
            kept = Optional.of(body);
        }
    }

    /** The mail has it now, and closes it. */
    synchronized void handOver() {
        kept = Optional.empty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        kept.ifPresent(Content::close);
        kept = Optional.empty();
    }
}
