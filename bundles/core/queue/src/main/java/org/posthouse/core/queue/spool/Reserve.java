package org.posthouse.core.queue.spool;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses mail before the disk is full, so that what is here can still be delivered; takes it again when there is room. */
final class Reserve {
    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);
    private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();

    private final File disk;
    private final long octets;
    private long usable;
    private long asked;
    private boolean low;

    Reserve(Path folder, long octets) {
        // A FileStore would need the mount table, which a chroot may not have.
        this.disk = folder.toFile();
        this.octets = octets;
        this.usable = disk.getUsableSpace();
        this.asked = System.nanoTime();
    }

    /** RETRY with SYSTEM_FULL if the reserve would be touched by so many more octets. */
    synchronized void check(long more) throws MailException {
        if (System.nanoTime() - asked > FRESH_NANOS || usable - more < octets) {
            ask();
        }
        boolean now = usable - more < octets;
        if (now != low) {
            low = now;
            LOG.warn(
                    "{}: {} MiB free",
                    now ? "no mail is taken, the disk is nearly full" : "mail is taken",
                    usable >> 20);
        }
        if (now) {
            throw new MailException(Kind.RETRY, Status.SYSTEM_FULL, "insufficient system storage");
        }
        usable -= more;
    }

    private void ask() {
        usable = disk.getUsableSpace();
        asked = System.nanoTime();
    }
}
