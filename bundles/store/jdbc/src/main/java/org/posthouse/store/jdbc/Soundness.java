package org.posthouse.store.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether messages are what was kept; remembers for a moment which were. Damage is logged with the file it is in. Safe for threads. */
final class Soundness {
    private static final Logger LOG = LoggerFactory.getLogger(Soundness.class);
    private static final Duration MOMENT = Duration.ofMinutes(1);
    private static final int MOST = 1_000;

    private final ContentFolder contents;
    private final Clock clock;
    /** When contents were found sound, by number. Guarded by itself. */
    private final Map<Long, Instant> found = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Instant> eldest) {
            return size() > MOST;
        }
    };

    Soundness(ContentFolder contents, Clock clock) {
        this.contents = contents;
        this.clock = clock;
    }

    /** Whether it was sound a moment ago. */
    boolean fresh(long number) {
        synchronized (found) {
            Instant when = found.get(number);
            return when != null && clock.instant().isBefore(when.plus(MOMENT));
        }
    }

    /** Fails unless the checksum of all that was read is the one that was kept. */
    void compare(long number, FileChannel file, long size, int sum) throws IOException {
        try {
            if (ContentFormat.messageSum(file, size) != sum) {
                throw new IOException(ContentFormat.NOT_THE_ONE);
            }
        } catch (IOException failure) {
            throw damaged(number, failure.getMessage());
        }
        synchronized (found) {
            found.remove(number);
            found.put(number, clock.instant());
        }
    }

    /** What is to be thrown then. */
    IOException damaged(long number, String what) {
        String told = contents.path(number) + " is damaged: " + what;
        LOG.error("{}", told);
        contents.alarms().raise("store: " + told);
        return new IOException(what);
    }
}
