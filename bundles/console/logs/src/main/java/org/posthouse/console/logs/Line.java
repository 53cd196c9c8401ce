package org.posthouse.console.logs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of a log.
 *
 * @param time as it is written there, in UTC; empty of what goes on with an entry before
 * @param level ERROR, WARN, INFO or DEBUG; empty in logs that have none
 * @param service who wrote it; empty in logs that do not say
 */
record Line(String time, String level, String service, String text) {
    /** Of one entry; nobody reads on. */
    private static final int LONGEST = 8_000;

    private static final String TIME = "(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z) ";
    private static final Pattern SERVER =
            Pattern.compile(TIME + "(ERROR|WARN|INFO|DEBUG|TRACE) +(\\S+) (?:\\[[^\\]]*\\] )?(.*)", Pattern.DOTALL);
    private static final Pattern PLAIN = Pattern.compile(TIME + "(.*)", Pattern.DOTALL);

    static Line of(Log log, String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        if (log == Log.POSTHOUSE) {
            Matcher parts = SERVER.matcher(cut);
            if (parts.matches()) {
                return new Line(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
            }
        }
        Matcher parts = PLAIN.matcher(cut);
        return parts.matches() ? new Line(parts.group(1), "", "", parts.group(2)) : new Line("", "", "", cut);
    }

    /** Whether an entry begins with this line. */
    static boolean begins(String line) {
        return line.length() > 24
                && line.charAt(4) == '-'
                && line.charAt(10) == 'T'
                && line.charAt(23) == 'Z'
                && line.charAt(24) == ' ';
    }

    /** Of a service the name of its own, of a class the class. */
    Optional<String> shortService() {
        if (service.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(service.replaceFirst("^(org\\.)?posthouse\\.(service\\.)?", ""));
    }
}
