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
    /**
     * Before the name of a file, in the system's properties, which all versions of this bundle in the process share: whoever closes any
     * channel to a file gives back all locks that the process has on it, so there is never a second one.
     */
    private static final String KEY = Possession.class.getName() + ":";

    private final FileChannel file;
    private final String key;

    private Possession(FileChannel file, String key) {
        this.file = file;
        this.key = key;
    }

    /** Empty if somebody has it all the time. */
    public static Optional<Possession> take(Path file, Duration patience) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(file.getParent()).toRealPath();
        String key = KEY + folder.resolve(file.getFileName());
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.getProperties().putIfAbsent(key, key) != null) {
            if (System.nanoTime() >= deadline) {
                return Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
        boolean taken = false;
        try {
            Optional<FileChannel> locked = locked(file, deadline);
            taken = locked.isPresent();
            return locked.map(channel -> new Possession(channel, key));
        } finally {
            if (!taken) {
                System.getProperties().remove(key);
            }
        }
    }

    private static Optional<FileChannel> locked(Path file, long deadline) throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        boolean taken = false;
        try {
            taken = tryLock(channel);
            while (!taken && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
                taken = tryLock(channel);
            }
            return taken ? Optional.of(channel) : Optional.empty();
        } finally {
            if (!taken) {
                channel.close();
            }
        }
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
    public synchronized void close() throws IOException {
        if (!file.isOpen()) {
            return;
        }
        try {
            file.close();
        } finally {
            System.getProperties().remove(key);
        }
    }
}
