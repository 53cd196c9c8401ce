package org.posthouse.testkit;

import java.util.Collection;
import java.util.Map;

/** Hand-over state is made of types that every version knows. */
final class JdkTypes {
    private JdkTypes() {}

    static void check(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> {
                check(k);
                check(v);
            });
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(JdkTypes::check);
        } else if (!known(value)) {
            throw new AssertionError(
                    "handed over must be only String, Number, Boolean, byte[], List and Map, not " + value.getClass());
        }
    }

    private static boolean known(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || (value instanceof Number && value.getClass().getClassLoader() == null)
                || value instanceof byte[];
    }
}
