package org.posthouse.core.queue.spool;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Mails that have just come, as they are on the disk: their first delivery reads them here. So many octets of all together; what is beyond
 * them is read from the disk. Any thread.
 */
final class Fresh {
    /** What a mail takes besides its content. */
    private static final int OVERHEAD = 1024;

    private final Semaphore budget;

    Fresh(int octets) {
        budget = new Semaphore(octets);
    }

    /** One of them. The content is not to be changed. */
    record Mail(MailRecord mail, byte[] content) {
        private int octets() {
            return content.length + OVERHEAD;
        }
    }

    /** Room for this mail, until it is {@link #forget forgotten}; empty if there is none. */
    Optional<Mail> keep(MailRecord mail, byte[] content) {
        Mail kept = new Mail(mail, content);
        return budget.tryAcquire(kept.octets()) ? Optional.of(kept) : Optional.empty();
    }

    void forget(Mail kept) {
        budget.release(kept.octets());
    }
}
