package org.posthouse.console.logs;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.posthouse.spi.console.Visit;

/** Which entries somebody wants to see, as the address of the page says it; what is empty does not matter. */
record Wanted(Log log, String service, String level, String id, String text) implements Predicate<Line> {
    /** The gravest first. */
    static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO", "DEBUG");

    static Wanted of(Visit visit) {
        String level = visit.parameter("level").toUpperCase(Locale.ROOT);
        return new Wanted(
                Log.of(visit.parameter("log")),
                visit.parameter("service").strip(),
                LEVELS.contains(level) ? level : "",
                visit.parameter("id").strip(),
                visit.parameter("text").strip());
    }

    @Override
    public boolean test(Line line) {
        return (service.isEmpty() || line.service().contains(service))
                && (level.isEmpty() || grave(line.level()))
                && (id.isEmpty() || line.text().contains(id))
                && (text.isEmpty() || lower(line.text()).contains(lower(text)));
    }

    /** False: certainly not one of them, however it is to be read. Costs less than reading it. */
    boolean mayBe(String entry) {
        return entry.contains(service)
                && entry.contains(id)
                && (text.isEmpty() || lower(entry).contains(lower(text)));
    }

    private boolean grave(String its) {
        int at = LEVELS.indexOf(its);
        return at >= 0 && at <= LEVELS.indexOf(level);
    }

    private static String lower(String words) {
        return words.toLowerCase(Locale.ROOT);
    }

    /** Whether anything is asked for but a log. */
    boolean some() {
        return !(service.isEmpty() && level.isEmpty() && id.isEmpty() && text.isEmpty());
    }

    String[] parameters() {
        return new String[] {"log", log.key(), "service", service, "level", level, "id", id, "text", text};
    }
}
