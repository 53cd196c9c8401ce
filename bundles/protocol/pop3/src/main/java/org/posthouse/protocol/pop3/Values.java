package org.posthouse.protocol.pop3;

import java.util.LinkedHashMap;
import java.util.Map;

/** Handed-over values by name; one that is missing or of another type is an IllegalArgumentException. */
record Values(Map<String, Object> all) {
    boolean has(String name) {
        return all.containsKey(name);
    }

    String text(String name) {
        return value(name, String.class);
    }

    boolean claim(String name) {
        return value(name, Boolean.class);
    }

    long number(String name) {
        return value(name, Number.class).longValue();
    }

    byte[] octets(String name) {
        return value(name, byte[].class);
    }

    /** Values within a value. */
    Map<String, Object> map(String name) {
        Map<?, ?> map = value(name, Map.class);
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    private <T> T value(String name, Class<T> type) {
        Object value = all.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + " was handed over as " + name);
        }
        return type.cast(value);
    }
}
