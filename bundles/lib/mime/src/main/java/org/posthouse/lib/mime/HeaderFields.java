package org.posthouse.lib.mime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Headers;

/**
 * A header section as octets, RFC 5322 §2.2, taken apart into its fields. Text of fields: octets that are not UTF-8 are taken as
 * ISO 8859-1. Lines that are no field are kept as fields without a name.
 */
public final class HeaderFields implements Headers {
    /** A header section without fields. */
    public static final HeaderFields NONE = of(new byte[0]);

    private final List<Field> fields;
    private final Map<String, List<Field>> byName = new HashMap<>();
    private final int size;
    private final boolean whole;

    /** One field: its name as sent (empty if it has none) and its octets with all its line ends. */
    public record Field(String name, byte[] octets) {
        /** What follows the colon, unfolded, without the blank after the colon. */
        public String body() {
            int colon = 0;
            while (colon < octets.length && octets[colon] != ':') {
                colon++;
            }
            byte[] unfolded = new byte[octets.length];
            int length = 0;
            for (int i = name.isEmpty() ? 0 : colon + 1; i < octets.length; i++) {
                boolean lineEnd =
                        octets[i] == '\n' || (octets[i] == '\r' && (i + 1 == octets.length || octets[i + 1] == '\n'));
                if (!lineEnd) {
                    unfolded[length++] = octets[i];
                }
            }
            int from = length > 0 && unfolded[0] == ' ' ? 1 : 0;
            return Texts.decode(Arrays.copyOfRange(unfolded, from, length));
        }
    }

    private HeaderFields(List<Field> fields, int size, boolean whole) {
        this.fields = List.copyOf(fields);
        this.size = size;
        this.whole = whole;
        for (Field field : fields) {
            byName.computeIfAbsent(key(field.name), key -> new ArrayList<>(1)).add(field);
        }
    }

    /** The fields of a section, or of the beginning of a message. */
    public static HeaderFields of(byte[] octets) {
        List<Field> fields = new ArrayList<>();
        int begin = 0;
        int at = 0;
        while (at < octets.length) {
            int end = lineEnd(octets, at);
            boolean empty =
                    octets[at] == '\n' || (octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n');
            boolean folded = at > begin && (octets[at] == ' ' || octets[at] == '\t');
            if (!folded && at > begin) {
                fields.add(field(octets, begin, at));
                begin = at;
            }
            if (empty) {
                return new HeaderFields(fields, end, true);
            }
            at = end;
        }
        if (at > begin) {
            fields.add(field(octets, begin, at));
        }
        return new HeaderFields(fields, octets.length, false);
    }

    /** These fields, top first. */
    public static HeaderFields of(List<Field> fields) {
        return new HeaderFields(
                fields, fields.stream().mapToInt(field -> field.octets.length).sum(), true);
    }

    /** Reads the header section of a message, at most so many octets of it; {@link #whole} tells whether it was all. */
    public static HeaderFields read(Content message, int limit) throws IOException {
        int want = 8 * 1024;
        while (true) {
            HeaderFields read = of(message.bytes(0, Math.min(want, limit)));
            if (read.whole) {
                return read;
            }
            if (want >= message.size()) {
                return new HeaderFields(read.fields, read.size, message.size() <= limit);
            }
            if (want >= limit) {
                return read;
            }
            want *= 4;
        }
    }

    private static int lineEnd(byte[] octets, int from) {
        int at = from;
        while (at < octets.length && octets[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, octets.length);
    }

    private static Field field(byte[] octets, int from, int to) {
        int colon = from;
        while (colon < to && octets[colon] > 0x20 && octets[colon] != ':' && octets[colon] < 0x7f) {
            colon++;
        }
        int nameEnd = colon;
        while (colon < to && (octets[colon] == ' ' || octets[colon] == '\t')) {
            colon++;
        }
        boolean named = colon < to && octets[colon] == ':' && nameEnd > from;
        String name = named ? new String(octets, from, nameEnd - from, StandardCharsets.US_ASCII) : "";
        return new Field(name, Arrays.copyOfRange(octets, from, to));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** All fields, top first. */
    public List<Field> fields() {
        return fields;
    }

    /** Octets of the section with the empty line that ends it: where the body begins. */
    public int size() {
        return size;
    }

    /** Whether the section was seen to its end. */
    public boolean whole() {
        return whole;
    }

    /** All fields of this name, top first. */
    public List<Field> fields(String name) {
        return Collections.unmodifiableList(byName.getOrDefault(key(name), List.of()));
    }

    @Override
    public List<String> all(String name) {
        return fields(name).stream().map(Field::body).toList();
    }

    @Override
    public Optional<String> first(String name) {
        return fields(name).stream().findFirst().map(Field::body);
    }

    @Override
    public Optional<String> text(String name) {
        return first(name).map(body -> EncodedWords.decode(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public int count() {
        return fields.size();
    }
}
