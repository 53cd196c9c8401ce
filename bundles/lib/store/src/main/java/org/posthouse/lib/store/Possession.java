package org.posthouse.lib.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The right to be the only one who writes to a store: a lock on a file, which ends with the process at the latest. The next version of
 * this plug-in waits for it until the former one has gone.
 */
public final class Possession implements AutoCloseable {
    private static final int STEP_MILLIS = 20;

    private final FileChannel file;

    private Possession(FileChannel file) {
        this.file = file;
    }

    /** Empty if somebody has it all the time. */
    public static Optional<Possession> take(Path file, Duration patience) throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        long deadline = System.nanoTime() + patience.toNanos();
        boolean taken = tryLock(channel);
        while (!taken && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
            taken = tryLock(channel);
        }
        if (!taken) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new Possession(channel));
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null && lock.isValid();
        } catch (OverlappingFileLockException within) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
