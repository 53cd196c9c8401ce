package org.posthouse.api.log;

import java.util.Locale;
import java.util.Optional;

/** How much of its work a service tells. Each includes those before it. */
public enum Detail {
    /** What was refused, cut off, or has failed. */
    LOW,
    /** Also who came, who logged in, and who left. */
    MEDIUM,
    /** Also each command and its reply, but nothing that is secret. */
    HIGH;

    /** As administrators write it: low, medium, high. */
    public static Optional<Detail> of(String text) {
        for (Detail each : values()) {
            if (each.text().equals(text.trim().toLowerCase(Locale.ROOT))) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an event of that detail is told where this one is set. */
    public boolean includes(Detail event) {
        return event.compareTo(this) <= 0;
    }
}
