package org.posthouse.console.shell;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of a log, of one line or with a stack trace after it.
 *
 * @param log the name of its file without {@code .log}
 * @param time in UTC as it is written there, so that texts sort as times do
 */
record LogEntry(String log, String time, String text) {
    private static final Pattern BEGIN =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z) (.*)", Pattern.DOTALL);
    private static final Pattern SERVICE = Pattern.compile("([A-Z]+) +(org\\.[\\w.]+|[\\w.]+) .*", Pattern.DOTALL);
    private static final String SERVER = "posthouse";

    /** An entry that begins with this line; empty where the one before goes on. */
    static Optional<LogEntry> begin(String log, String line) {
        Matcher parts = BEGIN.matcher(line);
        return parts.matches() ? Optional.of(new LogEntry(log, parts.group(1), parts.group(2))) : Optional.empty();
    }

    LogEntry with(String line) {
        return new LogEntry(log, time, text + "\n" + line);
    }

    /** ERROR, WARN, INFO or DEBUG; empty in a log that has no levels. */
    String level() {
        return part(1);
    }

    /** The class that wrote it, whose name begins with that of its bundle; empty in a log of mail. */
    String service() {
        return part(2);
    }

    private String part(int group) {
        Matcher parts = SERVICE.matcher(text);
        return log.equals(SERVER) && parts.matches() ? parts.group(group) : "";
    }
}
