package org.posthouse.protocol.smtp;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Handed-over values by name; what is not there, or of another type, is as if it had never been. */
record Values(Map<String, Object> values) {
    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    boolean claim(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    int number(String name) {
        return values.get(name) instanceof Number number ? number.intValue() : 0;
    }

    Optional<Instant> time(String name) {
        return values.get(name) instanceof Long millis ? Optional.of(Instant.ofEpochMilli(millis)) : Optional.empty();
    }

    Map<String, Object> map(String name) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (values.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        }
        return copy;
    }
}
