package org.posthouse.api.dns;

import java.time.Duration;
import java.util.List;

/** An answer as a value. */
record AnswerValue<T>(Answer.Outcome outcome, List<T> values, boolean secure, Duration ttl) implements Answer<T> {
    AnswerValue {
        values = List.copyOf(values);
        if (values.isEmpty() == (outcome == Answer.Outcome.FOUND)) {
            throw new IllegalArgumentException(outcome + " with " + values.size() + " values");
        }
    }
}
