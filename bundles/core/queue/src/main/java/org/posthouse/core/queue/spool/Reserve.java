package org.posthouse.core.queue.spool;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses mail before the disk is full, so that what is here can still be delivered; takes it again when there is room. A mail counts
 * twice: it is written here, and once more where it is delivered. Safe for threads.
 */
final class Reserve {
    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);
    private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();
    /** A larger mail that finds no room says nothing about the others. */
    private static final long USUAL = 64 << 10;

    private final LongSupplier disk;
    private long octets;
    private long usable;
    private long asked;
    private boolean low;

    /** @param disk tells how many octets are free */
    Reserve(LongSupplier disk, long octets) {
        this.disk = disk;
        this.octets = octets;
        ask();
        this.low = usable < octets;
    }

    /** So much stays free from now on. */
    synchronized void keep(long wanted) {
        octets = wanted;
    }

    /** RETRY with SYSTEM_FULL if the reserve would be touched by so many more octets. */
    synchronized void check(long more) throws MailException {
        if (System.nanoTime() - asked > FRESH_NANOS || lacks(more)) {
            ask();
        }
        if (lacks(more)) {
            if (!low && lacks(Math.min(more, USUAL))) {
                become(true);
            }
            throw new MailException(Kind.RETRY, Status.SYSTEM_FULL, "insufficient system storage");
        }
        usable -= 2 * more;
    }

    /** Looks at the disk; whether it has turned from low to enough. */
    synchronized boolean turned() {
        ask();
        if (low && !lacks(2 * USUAL)) {
            become(false);
            return true;
        }
        if (!low && usable < octets) {
            become(true);
        }
        return false;
    }

    /** Whether so many octets may be used for what is only made ahead. */
    synchronized boolean spares(long more) {
        ask();
        return usable - more >= octets;
    }

    private void become(boolean now) {
        low = now;
        LOG.warn("{}: {} MiB free", low ? "no mail is taken, the disk is nearly full" : "mail is taken", usable >> 20);
    }

    private boolean lacks(long more) {
        return usable - 2 * more < octets;
    }

    private void ask() {
        usable = disk.getAsLong();
        asked = System.nanoTime();
    }
}
