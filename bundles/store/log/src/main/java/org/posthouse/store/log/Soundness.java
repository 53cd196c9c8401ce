package org.posthouse.store.log;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.posthouse.lib.disk.Alarms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether messages are what was kept; remembers for a moment which were, by their positions. Safe for threads. */
final class Soundness {
    private static final Logger LOG = LoggerFactory.getLogger(Soundness.class);
    private static final Duration MOMENT = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private final Clock clock;
    private final Alarms alarms;
    /** When messages were found sound. Guarded by itself. */
    private final Map<Long, Instant> found = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
            return size() > MOST;
        }
    };

    Soundness(Clock clock, Alarms alarms) {
        this.clock = clock;
        this.alarms = alarms;
    }

    /** Whether it was sound a moment ago. */
    boolean fresh(long position) {
        synchronized (found) {
            Instant when = found.get(position);
            return when != null && clock.instant().isBefore(when.plus(MOMENT));
        }
    }

    /** Fails unless the checksum of all that was read is the one that was kept. */
    void compare(long position, int kept, int sum) throws IOException {
        if (kept != sum) {
            String told = "a message is damaged, " + where(position);
            LOG.error("{}", told);
            alarms.raise("store: " + told);
            throw new IOException("the message does not match its checksum");
        }
        synchronized (found) {
            found.remove(position);
            found.put(position, clock.instant());
        }
    }

    private static String where(long position) {
        return Positions.inFile(position)
                ? "file " + Positions.file(position)
                : "segment " + Positions.segment(position) + " octet " + Positions.offset(position);
    }
}
