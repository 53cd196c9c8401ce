package org.posthouse.spi.console;

import java.util.Objects;

/**
 * What became of an order.
 *
 * @param sentence for the administrator, and for the audit log
 * @param done whether anything was done
 * @param next where to go then within the page, as {@code below?query}; empty: where the order came from
 */
public record Said(String sentence, boolean done, String next) {
    public Said {
        Objects.requireNonNull(sentence);
        Objects.requireNonNull(next);
    }

    public static Said done(String sentence) {
        return new Said(sentence, true, "");
    }

    public static Said notDone(String sentence) {
        return new Said(sentence, false, "");
    }

    /** The same; and then to this place of the page: {@code ?q=hay}, or {@code ?} for its root. */
    public Said then(String place) {
        return new Said(sentence, done, place);
    }
}
