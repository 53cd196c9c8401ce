package org.posthouse.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * {@code run/posthouse.pid}: a server holds a lock on it as long as it lives, so what it says is never stale. A command without a server
 * does so, too, and names itself in a second line.
 */
final class PidFile {
    private final Path file;

    PidFile(Path home) {
        this.file = home.resolve("run/posthouse.pid");
    }

    /** The process of the running server. */
    Optional<ProcessHandle> server() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        // The lock is tried last, and not at all on what a server that has ended left: who tries it holds it for a
        // moment.
        String pid = Files.readString(file).strip();
        Optional<ProcessHandle> process =
                pid.matches("[0-9]{1,18}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
        return process.isEmpty() || free() ? Optional.empty() : process;
    }

    /** Which command has the home without a server, and in which process. */
    Optional<String> order() throws IOException {
        List<String> lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        return lines.size() < 2 || free()
                ? Optional.empty()
                : Optional.of("'posthouse " + lines.get(1) + "', process " + lines.get(0));
    }

    private boolean free() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // It is this very process that holds it.
            return false;
        }
    }
}
