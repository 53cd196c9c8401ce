package org.posthouse.core.pipeline;

import java.util.Locale;
import java.util.Optional;

/** What becomes of a mail that a filter was to judge and did not. */
enum Missed {
    /** It goes on as if the filter had nothing to say. */
    PASS,
    /** It is put off: its sender tries again. */
    DEFER,
    /** It is accepted and waits in the queue until an administrator releases it. */
    HOLD;

    static Optional<Missed> of(Object word) {
        for (Missed each : values()) {
            if (each.word().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** As in settings and service properties. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As the trace begins with it. */
    String done() {
        return this == PASS ? "passed" : word();
    }
}
