package org.posthouse.store.log;

import java.time.Duration;
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

    private final LongSupplier disk;
    private final long octets;
    private long usable;
    private long asked;
    private boolean low;

    /** @param octets that stay free */
    Reserve(LongSupplier disk, long octets) {
        this.disk = disk;
        this.octets = octets;
        ask();
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
