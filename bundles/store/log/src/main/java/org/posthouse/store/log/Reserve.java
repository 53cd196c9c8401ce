package org.posthouse.store.log;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.store.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses messages before the disk is full, so that mail can still be read and deleted. Safe for threads. */
final class Reserve {
    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);
    private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();

    private static final long SCARCE = 4;
    /** What deleting needs is little, however large the reserve is. */
    private static final long MOST_FOR_DELETING = 32L << 20;

    private final LongSupplier disk;
    private final long octets;
    private final long forDeleting;
    private long lent;
    private long usable;
    private long asked;
    private boolean low;

    /** @param octets that stay free */
    Reserve(LongSupplier disk, long octets) {
        this.disk = disk;
        this.octets = octets;
        this.forDeleting = Math.min(octets / 2, MOST_FOR_DELETING);
        ask();
    }

    /** Octets that are kept for somebody until he closes this. */
    interface Loan extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * For what gives back more than it takes. Copies of messages may have some of the reserve, but for what deleting needs; what is only
     * written of accounts may have that, too, for it is the end of deleting.
     */
    synchronized Optional<Loan> lend(long copies, long records) {
        ask();
        long some = copies + records;
        if (usable - lent - some < (copies > 0 ? forDeleting : 0)) {
            return Optional.empty();
        }
        lent += some;
        return Optional.of(() -> giveBack(some));
    }

    private synchronized void giveBack(long some) {
        lent -= some;
    }

    /** RETRY with SYSTEM_FULL if so many octets of a copy would touch what deleting needs: a loan is an estimate. */
    synchronized void checkCopy(long more) throws MailException {
        ask();
        if (usable - more < forDeleting) {
            throw Failures.full();
        }
    }

    /** RETRY with SYSTEM_FULL if the reserve would be touched by so many more octets. */
    synchronized void check(long more) throws MailException {
        if (System.nanoTime() - asked > FRESH_NANOS || usable - more < octets) {
            ask();
        }
        if (usable - more < octets) {
            become(true);
            throw Failures.full();
        }
        become(false);
        usable -= more;
    }

    /** Whether so many octets may be used for what is only made ahead. */
    synchronized boolean spares(long more) {
        ask();
        return usable - more >= octets;
    }

    /** Whether so little is left that nothing should be kept for later: others who share the disk may have larger reserves. */
    boolean scarce() {
        return !spares(SCARCE * octets);
    }

    private void become(boolean now) {
        if (low != now) {
            low = now;
            LOG.warn(
                    "{}: {} MiB free",
                    low ? "no message is taken, the disk is nearly full" : "messages are taken",
                    usable >> 20);
        }
    }

    private void ask() {
        usable = disk.getAsLong();
        asked = System.nanoTime();
    }
}
