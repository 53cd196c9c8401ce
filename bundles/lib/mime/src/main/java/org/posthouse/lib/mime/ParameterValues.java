package org.posthouse.lib.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Parameter continuations and character sets, RFC 2231: {@code name*0*=utf-8''a%20; name*1=b}. */
final class ParameterValues {
    private static final int MAX_SEGMENT = 9999;

    private ParameterValues() {}

    /** Continuations joined in order of their numbers; what is left has at most a single {@code *} at the end of its name. */
    static List<Parameter> join(List<Parameter> sent) {
        Map<String, NavigableMap<Integer, Parameter>> segments = new LinkedHashMap<>();
        List<Parameter> joined = new ArrayList<>();
        for (Parameter parameter : sent) {
            int star = parameter.name().indexOf('*');
            int number = star < 0 ? -1 : segment(parameter.name(), star + 1);
            if (number < 0) {
                joined.add(parameter);
            } else {
                String base = parameter.name().substring(0, star);
                segments.computeIfAbsent(base.toLowerCase(Locale.ROOT), key -> new TreeMap<>())
                        .putIfAbsent(number, parameter);
            }
        }
        segments.values().forEach(parts -> joined.add(joined(parts)));
        return List.copyOf(joined);
    }

    private static Parameter joined(NavigableMap<Integer, Parameter> parts) {
        boolean extended = parts.values().stream().anyMatch(part -> part.name().endsWith("*"));
        StringBuilder value = new StringBuilder();
        int expected = 0;
        for (Map.Entry<Integer, Parameter> part : parts.entrySet()) {
            if (part.getKey() != expected++) {
                break;
            }
            boolean encoded = part.getValue().name().endsWith("*");
            if (extended && part.getKey() == 0 && !encoded) {
                value.append("''");
            }
            value.append(
                    extended && !encoded
                            ? percent(part.getValue().value())
                            : part.getValue().value());
        }
        String name = parts.firstEntry().getValue().name();
        return new Parameter(name.substring(0, name.indexOf('*')) + (extended ? "*" : ""), value.toString());
    }

    /** The number in {@code *12} or {@code *12*}; -1 if it is none. */
    private static int segment(String name, int from) {
        int end = name.endsWith("*") ? name.length() - 1 : name.length();
        if (from >= end || end - from > 4) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < end; i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number <= MAX_SEGMENT ? number : -1;
    }

    private static String percent(String value) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '%' || c > 0x7e) {
                encoded.append('%').append(hex(c >> 4)).append(hex(c));
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit & 15);
    }

    /** Names in lower case without the star, values decoded; of two with one name the extended one counts, else the first. */
    static Map<String, String> decode(List<Parameter> joined) {
        Map<String, String> decoded = new LinkedHashMap<>();
        for (Parameter parameter : joined) {
            String name = parameter.name().toLowerCase(Locale.ROOT);
            if (name.endsWith("*")) {
                decoded.put(name.substring(0, name.length() - 1), extended(parameter.value()));
            } else {
                decoded.putIfAbsent(name, EncodedWords.decode(Texts.octets(parameter.value())));
            }
        }
        return Map.copyOf(decoded);
    }

    /** {@code charset'language'percent-encoded}, RFC 2231 §4. */
    private static String extended(String value) {
        int first = value.indexOf('\'');
        int second = first < 0 ? -1 : value.indexOf('\'', first + 1);
        Charset charset = second < 0 ? StandardCharsets.UTF_8 : Texts.charset(value.substring(0, first));
        return Texts.decode(unpercent(value.substring(second + 1)), charset);
    }

    private static byte[] unpercent(String value) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int high = c == '%' && i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(value.charAt(i + 2), 16);
            if (low >= 0) {
                octets.write(high << 4 | low);
                i += 2;
            } else {
                octets.write(c);
            }
        }
        return octets.toByteArray();
    }
}
