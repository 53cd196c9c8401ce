package org.posthouse.console.shell;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.OptionalLong;
import org.posthouse.api.account.Quota;

/** Sizes and times as people write them. */
final class Words {
    private static final String UNITS = "KMGT";
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final DateTimeFormatter ZONE =
            DateTimeFormatter.ofPattern("zzz", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Words() {}

    /** Octets of {@code 500M}, {@code 1.5G}, {@code 1048576}; empty for {@code none}. */
    static OptionalLong size(String text) throws UsageException {
        try {
            return Quota.read(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    static String size(long octets) {
        double value = octets;
        int unit = -1;
        while (value >= 1024 && unit + 1 < UNITS.length()) {
            value /= 1024;
            unit++;
        }
        return unit < 0 ? Long.toString(octets) : String.format(Locale.ROOT, "%.1f%c", value, UNITS.charAt(unit));
    }

    static String size(OptionalLong octets) {
        return octets.isPresent() ? size(octets.getAsLong()) : "none";
    }

    /** {@code 1 mail}, {@code 2 mails}. */
    static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** In lines of at most so many characters, where words allow; each but the first begins with the indent. */
    static String wrapped(String text, int columns, String indent) {
        StringBuilder lines = new StringBuilder();
        int at = 0;
        for (String word : text.split(" ")) {
            boolean fits = at + word.length() < columns;
            lines.append(at == 0 ? "" : fits ? " " : indent).append(word);
            at = at == 0 || fits ? at + word.length() + (at == 0 ? 0 : 1) : word.length();
        }
        return lines.toString();
    }

    /** A heading over times, with the server's time zone. */
    static String heading(String word) {
        return word + " " + ZONE.format(Instant.now());
    }

    /** Time of day for what happened within the last day, date and time for what is older. */
    static String clock(Instant time) {
        boolean recent = time.isAfter(Instant.now().minus(Duration.ofHours(24)));
        return recent ? CLOCK.format(time) : LOCAL.format(time);
    }

    /** In the server's time zone, for a column whose heading names it. */
    static String time(Instant time) {
        return LOCAL.format(time);
    }

    /** In the server's time zone, and saying which. */
    static String moment(Instant time) {
        return LOCAL.format(time) + " " + ZONE.format(time);
    }

    /** ISO 8601 in UTC, for JSON. */
    static String iso(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Rough: 45s, 12m, 3h, 2d. */
    static String ago(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }
}
