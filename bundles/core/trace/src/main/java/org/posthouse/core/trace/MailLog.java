package org.posthouse.core.trace;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.posthouse.api.trace.TraceStep;

/**
 * The log {@code mail.log}: one line for what became of a mail, made of its trace, with the time of that. Nothing from outside can forge
 * a line. Lines of one moment are written together, as one event of the logging. For one thread at a time.
 */
final class MailLog {
    private static final Set<String> ENDS =
            Set.of("accepted", "refused", "delivered", "deferred", "failed", "bounced", "reported");
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Characters that are written together at most, but for the last line. */
    private static final int TOGETHER = 1 << 16;

    private final Consumer<String> log;
    private final StringBuilder lines = new StringBuilder();
    private long second = Long.MIN_VALUE;
    private String words = "";

    /** @param log takes lines, the last without its end */
    MailLog(Consumer<String> log) {
        this.log = log;
    }

    /** Whether it has a line for such a step. */
    static boolean tells(TraceStep step) {
        return ENDS.contains(step.stage());
    }

    /** A line for this step, if it has one; written with the next {@link #flush} at the latest. */
    void tell(TraceStep step) {
        if (!tells(step)) {
            return;
        }
        if (lines.length() > 0) {
            lines.append('\n');
        }
        time(step.time());
        int begin = lines.length();
        line(step);
        for (int i = begin; i < lines.length(); i++) {
            if (Character.isISOControl(lines.charAt(i))) {
                lines.setCharAt(i, '?');
            }
        }
        if (lines.length() >= TOGETHER) {
            flush();
        }
    }

    void flush() {
        if (lines.length() > 0) {
            log.accept(lines.toString());
            lines.setLength(0);
        }
    }

    /** To the millisecond, in UTC. */
    private void time(Instant time) {
        if (time.getEpochSecond() != second) {
            second = time.getEpochSecond();
            words = SECOND.format(time);
        }
        int millis = time.getNano() / 1_000_000;
        lines.append(words)
                .append('.')
                .append(millis / 100)
                .append(millis / 10 % 10)
                .append(millis % 10);
        lines.append("Z ");
    }

    private void line(TraceStep step) {
        lines.append(step.queueId().or(step::connectionId).orElse("-"))
                .append(' ')
                .append(step.stage());
        for (Map.Entry<String, String> fact : new TreeMap<>(step.facts()).entrySet()) {
            lines.append(' ').append(fact.getKey()).append('=').append(fact.getValue());
        }
        if (!step.reply().isEmpty()) {
            lines.append(": ").append(step.reply());
        }
    }
}
