package org.posthouse.core.net;

import java.util.List;
import java.util.Map;

/** Tells values of JDK types from those that would keep a plug-in's classes. */
final class Plain {
    private static final int DEPTH = 16;

    private Plain() {}

    static boolean is(Object value) {
        return is(value, 0);
    }

    private static boolean is(Object value, int depth) {
        if (depth > DEPTH) {
            return false;
        }
        if (value instanceof Map<?, ?> map) {
            return ours(map)
                    && map.entrySet().stream().allMatch(e -> is(e.getKey(), depth + 1) && is(e.getValue(), depth + 1));
        }
        if (value instanceof List<?> list) {
            return ours(list) && list.stream().allMatch(element -> is(element, depth + 1));
        }
        return value instanceof String
                || value instanceof Boolean
                || value instanceof byte[]
                || (value instanceof Number && ours(value));
    }

    private static boolean ours(Object value) {
        return value.getClass().getClassLoader() == null;
    }
}
