package org.posthouse.store.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Clock;
import org.posthouse.lib.store.Proven;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether messages are what was kept; remembers for a moment which were. Damage is logged with the file it is in. Safe for threads. */
final class Soundness {
    private static final Logger LOG = LoggerFactory.getLogger(Soundness.class);

    private final ContentFolder contents;
    private final Proven proven;

    Soundness(ContentFolder contents, Clock clock) {
        this.contents = contents;
        this.proven = new Proven(clock);
    }

    /** Whether it was sound a moment ago. */
    boolean fresh(long number) {
        return proven.lately(number);
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
        proven.sound(number);
    }

    /** What is to be thrown then. */
    IOException damaged(long number, String what) {
        String told = contents.path(number) + " is damaged: " + what;
        LOG.error("{}", told);
        contents.alarms().raise("store: " + told);
        return new IOException(what);
    }
}
