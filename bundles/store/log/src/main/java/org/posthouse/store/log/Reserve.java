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

    /** So many times the reserve is little. */
    private static final long SCARCE = 5;
    /** This part of it is not taken for what is made ahead, and this part of that not for copies. */
    private static final long LAST_PART = 4;
    /** What deleting needs is little, however large the reserve is. */
    private static final long MOST_FOR_DELETING = 32L << 20;
    /** What is left of what is prepared, at least. */
    private static final long LEAST = 64L << 10;

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
     *
     * @param prepared octets of which the disk need not be asked
     */
    synchronized Optional<Loan> lend(long copies, long records, long prepared) {
        long some = copies + records;
        if (room(copies > 0, prepared) < some) {
            return Optional.empty();
        }
        lent += some;
        return Optional.of(() -> giveBack(some));
    }

    /** How much may be lent, for copies or for what is only written of accounts. */
    synchronized long room(boolean copies, long prepared) {
        ask();
        return Math.max(0, usable - (copies ? forDeleting : 0)) + prepared - prepared / LAST_PART - lent;
    }

    private synchronized void giveBack(long some) {
        lent -= some;
    }

    /** RETRY with SYSTEM_FULL if so many octets of a copy would touch what deleting needs: a loan is an estimate. */
    synchronized void checkCopy(long more, long prepared) throws MailException {
        ask();
        if (Math.max(0, usable - forDeleting) + prepared < more + LEAST) {
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

    /** Whether so many octets may be used for what is made ahead: it is for what makes room, too. */
    synchronized boolean spares(long more) {
        ask();
        return usable - more >= octets / LAST_PART;
    }

    /** Whether so little is left that nothing should be kept for later: others who share the disk may have larger reserves. */
    synchronized boolean scarce() {
        ask();
        return usable < SCARCE * octets;
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
