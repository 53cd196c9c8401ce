package org.posthouse.bench.server;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Other programs: run to their end, awaited, ended, cleaned up after. */
public final class Programs {
    private static final int LIMIT_SECONDS = 300;
    private static final Duration END = Duration.ofSeconds(20);

    private Programs() {}

    /** Whether it lies on the path, which of root has the administrator's programs too. */
    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Runs it; what it says, unless it fails. */
    static String run(List<String> command) throws IOException {
        Path said = Files.createTempFile("posthouse-bench", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .redirectInput(new File("/dev/null"))
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + Files.readString(said));
            }
            return Files.readString(said);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            Files.delete(said);
        }
    }

    /** Waits for something that a program brings about. */
    static void await(String what, Duration limit, Condition condition) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException(what + " not within " + limit.toSeconds() + " s");
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    /** What may come true. */
    interface Condition {
        boolean holds() throws IOException;
    }

    private static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        IOException interrupted = new InterruptedIOException();
        interrupted.initCause(cause);
        return interrupted;
    }

    /** Tells it to end, and ends it when it does not. */
    static void end(long pid) throws IOException {
        if (ProcessHandle.of(pid).map(ProcessHandle::destroy).orElse(false)) {
            try {
                await("the end of process " + pid, END, () -> ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
            } catch (IOException e) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** Closes what has failed, whose failure remains the one that is thrown. */
    static void closeAfter(IOException failure, Closeable failed) throws IOException {
        try (failed) {
            throw failure;
        }
    }

    /** Deletes a folder with all that is in it; who has just ended may have written to it still. */
    public static void delete(Path folder) throws IOException {
        await("deletion of " + folder, END, () -> {
            try {
                deleteOnce(folder);
            } catch (DirectoryNotEmptyException | NoSuchFileException | UncheckedIOException e) {
                return false;
            }
            return true;
        });
    }

    private static void deleteOnce(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
