package org.posthouse.core.config.etc;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The typed {@code .config} format of Felix: {@code key=I"25"}, one letter for the type and none for text, {@code [ ]} around arrays,
 * {@code ( )} around collections. Read strictly, so that a slip of the hand is noticed; a value may also stand without quotes to the
 * end of its line, as text. Decimals are written as people write them, and read in Felix's own form, bits as an integer, too.
 */
public final class ConfigText {
    /** Letter and type; text has none. */
    private static final Map<Character, Class<?>> TYPES = Map.of(
            'I', Integer.class,
            'L', Long.class,
            'F', Float.class,
            'D', Double.class,
            'X', Byte.class,
            'S', Short.class,
            'C', Character.class,
            'B', Boolean.class);

    private static final Map<Class<?>, Class<?>> BOXED = Map.of(
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class,
            byte.class, Byte.class,
            short.class, Short.class,
            char.class, Character.class,
            boolean.class, Boolean.class);

    private ConfigText() {}

    /** Values by key, in order. */
    public static Map<String, Object> parse(String text) throws BrokenFileException {
        return new ConfigReader(text).all();
    }

    /** Comment lines go first; each begins with a number sign. */
    public static String print(String comment, Map<String, Object> values) {
        StringBuilder out = new StringBuilder(comment);
        new TreeMap<>(values).forEach((key, value) -> {
            escape(out, key, true);
            out.append('=');
            print(out, value);
            out.append('\n');
        });
        return out.toString();
    }

    /** Type of this letter, whether of an object or of a primitive. */
    static Class<?> type(char letter) {
        return letter == 'T' ? String.class : TYPES.get(Character.toUpperCase(letter));
    }

    /** By the type; fails with IllegalArgumentException. */
    static Object value(Class<?> type, String text) {
        if (type == Float.class && text.matches("-?\\d+")) {
            return Float.intBitsToFloat(Integer.parseInt(text));
        }
        if (type == Double.class && text.matches("-?\\d+")) {
            return Double.longBitsToDouble(Long.parseLong(text));
        }
        if (type == Boolean.class && !text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("neither true nor false");
        }
        if (type == Character.class && text.length() != 1) {
            throw new IllegalArgumentException("not one character");
        }
        Map<Class<?>, Function<String, Object>> readers = Map.of(
                Integer.class, Integer::valueOf,
                Long.class, Long::valueOf,
                Float.class, Float::valueOf,
                Double.class, Double::valueOf,
                Byte.class, Byte::valueOf,
                Short.class, Short::valueOf,
                Boolean.class, Boolean::valueOf,
                Character.class, given -> given.charAt(0));
        return type == String.class ? text : readers.get(type).apply(text);
    }

    private static void print(StringBuilder out, Object value) {
        if (value.getClass().isArray()) {
            letter(
                    out,
                    BOXED.getOrDefault(
                            value.getClass().getComponentType(),
                            value.getClass().getComponentType()));
            out.append('[');
            for (int i = 0; i < Array.getLength(value); i++) {
                out.append(i == 0 ? "" : ", ");
                quote(out, Array.get(value, i));
            }
            out.append(']');
        } else if (value instanceof Collection<?> several) {
            letter(
                    out,
                    several.isEmpty() ? String.class : several.iterator().next().getClass());
            out.append('(');
            int i = 0;
            for (Object each : several) {
                out.append(i++ == 0 ? "" : ", ");
                quote(out, each);
            }
            out.append(')');
        } else {
            letter(out, value.getClass());
            quote(out, value);
        }
    }

    private static void letter(StringBuilder out, Class<?> type) {
        TYPES.forEach((letter, each) -> {
            if (each == type) {
                out.append(letter);
            }
        });
    }

    private static void quote(StringBuilder out, Object value) {
        out.append('"');
        escape(out, value.toString(), false);
        out.append('"');
    }

    private static void escape(StringBuilder out, String text, boolean key) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\', '"' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(key && (c == ' ' || c == '=' || c == '#') ? "\\" : "")
                                .append(c);
                    }
                }
            }
        }
    }
}
