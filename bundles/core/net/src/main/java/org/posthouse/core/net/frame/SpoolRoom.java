package org.posthouse.core.net.frame;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.posthouse.core.net.log.RareLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Room for contents on their way in: a budget of memory for all of them, then files of a folder that is emptied at start. */
public final class SpoolRoom {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolRoom.class);

    private final Path folder;
    private final LongSupplier budget;
    /** Begins the names of its files, so that none is ever the one of a file that was there before. */
    private final String run = UUID.randomUUID().toString();

    private final AtomicLong reserved = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private final RareLog rare = new RareLog(LOG, 1, Duration.ofMinutes(1));

    /** @param budget octets that all contents together may hold in memory; it may change */
    public SpoolRoom(Path folder, LongSupplier budget) {
        this.folder = folder;
        this.budget = budget;
    }

    /** Removes what a former run has left. */
    public void empty() throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.content")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Octets of memory that contents hold now. */
    public long reserved() {
        return reserved.get();
    }

    public Spool spool() {
        return new Spool(this);
    }

    boolean reserve(int octets) {
        if (reserved.addAndGet(octets) <= budget.getAsLong()) {
            return true;
        }
        reserved.addAndGet(-octets);
        return false;
    }

    void release(int octets) {
        reserved.addAndGet(-octets);
    }

    /**
     * The disk takes no more.
     *
     * @return whether it was worth a line: one in a minute is
     */
    boolean refused(IOException cause) {
        return rare.warn("No room to take a content in: {}", cause.toString());
    }

    Path newFile() {
        return folder.resolve(run + '-' + files.incrementAndGet() + ".content");
    }
}
