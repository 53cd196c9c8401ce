package org.posthouse.core.plugins.seat;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;

/**
 * The seat book on disk: a line for its level, then one for each seat and each plug-in that is off. Fields are separated by tabs and
 * written as in a URL, so that no value can break a line.
 */
final class SeatFile {
    private static final String LEVEL = "posthouse-seats 1";
    private static final String ROLE_PROPERTIES = "posthouse.";

    private final Path path;

    SeatFile(Path path) {
        this.path = path;
    }

    /** Nothing if there is no file. */
    Content read() throws IOException {
        Content content = new Content(new TreeMap<>(), new HashSet<>());
        if (!Files.exists(path)) {
            return content;
        }
        List<String> lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        if (lines.isEmpty() || !lines.get(0).equals(LEVEL)) {
            throw new IOException("not " + LEVEL);
        }
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = Arrays.stream(line.split("\t"))
                    .map(each -> URLDecoder.decode(each, StandardCharsets.UTF_8))
                    .toList();
            if (fields.get(0).equals("off") && fields.size() == 2) {
                content.off().add(fields.get(1));
            } else if (fields.get(0).equals("seat") && fields.size() >= 4) {
                content.seats()
                        .put(
                                new SeatName(fields.get(1), fields.get(2), fields.get(3)),
                                properties(fields.subList(4, fields.size())));
            }
        }
        return content;
    }

    /** Replaces the file as a whole. */
    void write(Content content) throws IOException {
        StringBuilder text = new StringBuilder(LEVEL).append('\n');
        content.off().stream().sorted().forEach(each -> line(text, List.of("off", each)));
        content.seats().forEach((name, properties) -> {
            List<String> fields = new ArrayList<>(List.of("seat", name.type(), name.plugin(), name.component()));
            new TreeMap<>(properties).forEach((key, value) -> add(fields, key, value));
            line(text, fields);
        });
        Files.createDirectories(path.getParent());
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** What core decides by while nobody sits there: ranking and the properties of the role. */
    static Map<String, Object> worthKeeping(Map<String, Object> properties) {
        return properties.entrySet().stream()
                .filter(SeatFile::worthKeeping)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean worthKeeping(Map.Entry<String, Object> property) {
        Object value = property.getValue();
        return property.getKey().startsWith(ROLE_PROPERTIES)
                ? value instanceof String || value instanceof String[]
                : property.getKey().equals(Constants.SERVICE_RANKING) && value instanceof Integer;
    }

    static boolean same(Map<String, Object> one, Map<String, Object> other) {
        return other != null
                && one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(each -> Arrays.deepEquals(
                                new Object[] {each.getValue()}, new Object[] {other.get(each.getKey())}));
    }

    /** Text {@code key=S:value}, number {@code key=I:value}, list {@code key=L:count} and its elements. */
    private static void add(List<String> fields, String key, Object value) {
        if (value instanceof Object[] several) {
            fields.add(key + "=L:" + several.length);
            for (Object each : several) {
                fields.add(each.toString());
            }
        } else {
            fields.add(key + (value instanceof Integer ? "=I:" : "=S:") + value);
        }
    }

    private static Map<String, Object> properties(List<String> fields) throws IOException {
        Map<String, Object> properties = new TreeMap<>();
        try {
            for (int i = 0; i < fields.size(); i++) {
                String field = fields.get(i);
                int mark = field.indexOf('=');
                String key = field.substring(0, mark);
                String value = field.substring(mark + 3);
                switch (field.charAt(mark + 1)) {
                    case 'I' -> properties.put(key, Integer.valueOf(value));
                    case 'S' -> properties.put(key, value);
                    default -> {
                        int count = Integer.parseInt(value);
                        properties.put(key, fields.subList(i + 1, i + 1 + count).toArray(String[]::new));
                        i += count;
                    }
                }
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("a seat with broken properties", e);
        }
        return Map.copyOf(properties);
    }

    private static void line(StringBuilder text, List<String> fields) {
        text.append(fields.stream()
                        .map(each -> URLEncoder.encode(each, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("\t")))
                .append('\n');
    }

    /** The seats with what was known of them, and the names of plug-ins that are off. */
    record Content(Map<SeatName, Map<String, Object>> seats, Set<String> off) {}
}
