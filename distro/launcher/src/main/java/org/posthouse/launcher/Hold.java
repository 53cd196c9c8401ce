package org.posthouse.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The lock on {@code run/posthouse.pid}, by which a home is one process's. The file says whose, in a line, and if that is no server but a
 * command without one, in a second line which command.
 */
final class Hold implements AutoCloseable {
    /** A command without a server is waited for, a server is not. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A client that looks whether a server runs holds the lock for a moment. */
    private static final Duration GLANCE = Duration.ofMillis(500);

    private static final long LOOK_MILLIS = 50;

    private final FileChannel channel;

    private Hold(FileChannel channel) {
        this.channel = channel;
    }

    /** @param order the command that takes it; empty for a server. Fails with {@link RefusedException} when somebody else keeps it. */
    static Hold take(Path file, String order) throws IOException {
        return take(file, order, PATIENCE);
    }

    static Hold take(Path file, String order, Duration patience) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!locked(channel, GLANCE)) {
                Optional<String> other = order(file);
                other.ifPresent(its -> StandardError.line(
                        "posthouse: waits up to " + patience.toSeconds() + " s for " + its + ", which has this home"));
                if (other.isEmpty() || !locked(channel, patience)) {
                    throw new RefusedException(refusal(file));
                }
            }
            channel.truncate(0);
            String text = ProcessHandle.current().pid() + "\n" + (order.isEmpty() ? "" : order + "\n");
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            return new Hold(channel);
        } catch (IOException | RefusedException e) {
            channel.close();
            throw e;
        }
    }

    private static String refusal(Path file) throws IOException {
        return order(file)
                .map(its -> its + ", has this home still; start when it has ended, or choose another --home")
                .orElse("a server runs there already, process "
                        + Files.readString(file).strip() + " by " + file
                        + "; stop it with 'posthouse stop' or choose another --home");
    }

    /** Which command holds it, in words. */
    private static Optional<String> order(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        return lines.size() < 2
                ? Optional.empty()
                : Optional.of("'posthouse " + lines.get(1) + "', process " + lines.get(0));
    }

    private static boolean locked(FileChannel channel, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        Optional<FileLock> lock = attempt(channel);
        while (lock.isEmpty() && System.nanoTime() < end) {
            pause();
            lock = attempt(channel);
        }
        return lock.isPresent();
    }

    private static Optional<FileLock> attempt(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            // It is this very process that holds it.
            return Optional.empty();
        }
    }

    /** Lets the next one in. Any thread, more than once. */
    @Override
    public synchronized void close() throws IOException {
        if (channel.isOpen()) {
            channel.truncate(0);
            channel.close();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
