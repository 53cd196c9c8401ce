package org.posthouse.lib.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and sizes as people write them, in the server's time zone. */
public final class Words {
    private static final String OURS = "org.posthouse.";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

    private static final DateTimeFormatter ZONE =
            DateTimeFormatter.ofPattern("VV, 'UTC'xxx", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Words() {}

    public static String time(Instant time) {
        return DAY.format(time);
    }

    public static String day(Instant time) {
        return time(time).substring(0, 10);
    }

    public static String clock(Instant time) {
        return CLOCK.format(time);
    }

    /** The server's time zone, and how far it is from UTC at this moment: {@code Europe/Berlin, UTC+01:00}. */
    public static String zone(Instant now) {
        return ZONE.format(now);
    }

    /** Rough: 45 s, 12 min, 3 h, 2 d. */
    public static String rough(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    public static String size(long octets) {
        double value = octets;
        int unit = -1;
        while (value >= 1024 && unit < 3) {
            value /= 1024;
            unit++;
        }
        return unit < 0 ? octets + " B" : String.format(Locale.ROOT, "%.1f %ciB", value, "KMGT".charAt(unit));
    }

    /** A stage of a mail's coming or life, as people who know SMTP call it, RFC 5321 §4.1.1. */
    public static String stage(String stage) {
        return switch (stage) {
            case "connect" -> "connection";
            case "helo" -> "HELO";
            case "reversePath" -> "MAIL FROM";
            case "recipient" -> "RCPT TO";
            case "message" -> "DATA";
            default -> stage;
        };
    }

    /** A plug-in's name without what all of ours begin with. */
    public static String plugIn(String name) {
        return name.startsWith(OURS) ? name.substring(OURS.length()) : name;
    }
}
