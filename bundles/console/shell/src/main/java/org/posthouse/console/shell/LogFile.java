package org.posthouse.console.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;

/** A log while it is written: what is there, then what comes, also when a new file takes its name at midnight. */
final class LogFile implements AutoCloseable {
    private static final int PIECE = 64 * 1024;

    private final Path path;
    private final LogEntries entries;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private Optional<FileChannel> file = Optional.empty();
    private Optional<Object> key = Optional.empty();

    LogFile(Path path) {
        this.path = path;
        this.entries = new LogEntries(FormerLogs.name(path));
    }

    Path path() {
        return path;
    }

    /** Begins so many octets before the end, at the next entry. A log that is not there is an empty one. */
    void skipTo(long octets) throws IOException {
        open();
        if (file.isPresent()) {
            file.get().position(Math.max(0, file.get().size() - octets));
        }
    }

    /** Gives what has come since. */
    void read(Consumer<LogEntry> reader) throws IOException {
        open();
        pour(reader);
        if (replaced()) {
            close();
            open();
            pour(reader);
        }
    }

    private void open() throws IOException {
        if (file.isEmpty()) {
            try {
                file = Optional.of(FileChannel.open(path));
                key = keyOf();
            } catch (NoSuchFileException e) {
                // It comes with its first entry.
                key = Optional.empty();
            }
        }
    }

    private Optional<Object> keyOf() throws IOException {
        return Optional.ofNullable(
                Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }

    private boolean replaced() throws IOException {
        return file.isPresent()
                && Files.exists(path)
                && (!keyOf().equals(key) || file.get().size() < file.get().position());
    }

    private void pour(Consumer<LogEntry> reader) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        while (file.get().read(piece.clear()) > 0) {
            entries.add(piece.flip(), reader);
        }
        entries.give(reader);
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
            file = Optional.empty();
        }
        entries.forget();
    }
}
