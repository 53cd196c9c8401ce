package org.posthouse.console.queue;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.posthouse.api.queue.QueuedMail;

/** What comes first in the table. */
enum Sorting {
    OLDEST("the oldest first"),
    NEWEST("the newest first"),
    NEXT("the next to be tried first"),
    LARGEST("the largest first"),
    SENDER("by sender");

    private final String words;

    Sorting(String words) {
        this.words = words;
    }

    /** As the address of the page says it; anything else: the oldest first. */
    static Sorting of(String asked) {
        for (Sorting each : values()) {
            if (each.key().equals(asked)) {
                return each;
            }
        }
        return OLDEST;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    Comparator<QueuedMail> order() {
        Comparator<QueuedMail> order =
                switch (this) {
                    case OLDEST -> Comparator.comparing(QueuedMail::arrived);
                    case NEWEST -> Comparator.comparing(QueuedMail::arrived).reversed();
                    case NEXT -> Comparator.comparing(Sorting::next);
                    case LARGEST -> Comparator.comparingLong(QueuedMail::size).reversed();
                    case SENDER -> Comparator.comparing(ListView::sender);
                };
        return order.thenComparing(QueuedMail::id);
    }

    /** All of them, for a form. */
    static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        for (Sorting each : values()) {
            words.put(each.key(), each.words);
        }
        return words;
    }

    /** When the first of its recipients is tried; never for one that is held. */
    static Instant next(QueuedMail mail) {
        return mail.recipients().stream()
                .flatMap(step -> step.next().stream())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }
}
