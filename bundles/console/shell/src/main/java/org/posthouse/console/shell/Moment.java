package org.posthouse.console.shell;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moment as people say it on the command line. */
final class Moment {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

    private Moment() {}

    /** Reads {@code 90s}, {@code 30m}, {@code 6h} and {@code 2d}, which are so long ago, a day in the server's time zone, or ISO 8601. */
    static Instant read(String given, Instant now) throws UsageException {
        String text = given.strip();
        try {
            Matcher ago = AGO.matcher(text);
            if (ago.matches()) {
                return now.minus(Long.parseLong(ago.group(1)), unit(ago.group(2)));
            }
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw new UsageException("'" + text + "' is no time: say 90s, 30m, 6h, 2d, or 2026-01-31T10:00:00Z");
        }
    }

    private static ChronoUnit unit(String letter) {
        return switch (letter) {
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
    }
}
