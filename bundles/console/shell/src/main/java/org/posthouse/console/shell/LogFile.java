package org.posthouse.console.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;

/** A log while it is written: what is there, then what comes, also when a new file takes its name at midnight. */
final class LogFile implements AutoCloseable {
    private static final int PIECE = 64 * 1024;
    /** Of an entry; nobody reads on. */
    private static final int LONGEST = 256 * 1024;

    private final Path path;
    private final String log;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Optional<FileChannel> file = Optional.empty();
    private Optional<Object> key = Optional.empty();
    private Optional<LogEntry> entry = Optional.empty();
    private String last = "";

    LogFile(Path path) {
        this.path = path;
        this.log = path.getFileName().toString().replaceFirst("\\.log$", "");
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
            for (piece.flip(); piece.hasRemaining(); ) {
                byte octet = piece.get();
                if (octet == '\n') {
                    line(line.toString(StandardCharsets.UTF_8), reader);
                    line.reset();
                } else if (line.size() < LONGEST) {
                    line.write(octet);
                }
            }
        }
        entry.ifPresent(reader);
        entry = Optional.empty();
    }

    private void line(String text, Consumer<LogEntry> reader) {
        Optional<LogEntry> begun = LogEntry.begin(log, text);
        if (begun.isPresent()) {
            entry.ifPresent(reader);
            entry = begun;
            last = begun.get().time();
        } else if (entry.isPresent()) {
            entry = entry.map(before -> before.text().length() < LONGEST ? before.with(text) : before);
        } else if (!last.isEmpty()) {
            // The rest of a stack trace whose beginning has been given already.
            entry = Optional.of(new LogEntry(log, last, text));
        }
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
            file = Optional.empty();
        }
        line.reset();
    }
}
