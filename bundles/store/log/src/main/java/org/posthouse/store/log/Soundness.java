package org.posthouse.store.log;

import java.io.IOException;
import java.time.Clock;
import org.posthouse.lib.disk.Alarms;
import org.posthouse.lib.store.Proven;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether messages are what was kept; remembers for a moment which were, by their positions. Safe for threads. */
final class Soundness {
    private static final Logger LOG = LoggerFactory.getLogger(Soundness.class);

    private final Proven proven;
    private final Alarms alarms;

    Soundness(Clock clock, Alarms alarms) {
        this.proven = new Proven(clock);
        this.alarms = alarms;
    }

    /** Whether it was sound a moment ago. */
    boolean fresh(long position) {
        return proven.lately(position);
    }

    /** Fails unless the checksum of all that was read is the one that was kept. */
    void compare(long position, int kept, int sum) throws IOException {
        if (kept != sum) {
            String told = "a message is damaged, " + where(position);
            LOG.error("{}", told);
            alarms.raise("store: " + told);
            throw new IOException("the message does not match its checksum");
        }
        proven.sound(position);
    }

    /** In words. */
    static String where(long position) {
        return Positions.inFile(position)
                ? "file " + Positions.file(position)
                : "segment " + Positions.segment(position) + " octet " + Positions.offset(position);
    }
}
