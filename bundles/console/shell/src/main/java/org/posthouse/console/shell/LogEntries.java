package org.posthouse.console.shell;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** Octets of a log, put together to entries as they come. */
final class LogEntries {
    /** Of an entry; nobody reads on. */
    private static final int LONGEST = 256 * 1024;

    private final String log;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private Optional<LogEntry> entry = Optional.empty();
    private String last = "";

    /** @param log the name of its file without {@code .log} */
    LogEntries(String log) {
        this.log = log;
    }

    /** Gives the entries that are whole, but the last, which may go on. */
    void add(ByteBuffer octets, Consumer<LogEntry> reader) {
        while (octets.hasRemaining()) {
            byte octet = octets.get();
            if (octet == '\n') {
                line(line.toString(StandardCharsets.UTF_8), reader);
                line.reset();
            } else if (line.size() < LONGEST) {
                line.write(octet);
            }
        }
    }

    /** Gives the last, as far as it has come; half a line waits for its end. */
    void give(Consumer<LogEntry> reader) {
        entry.ifPresent(reader);
        entry = Optional.empty();
    }

    /** Half a line has no end any more. */
    void forget() {
        line.reset();
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
}
