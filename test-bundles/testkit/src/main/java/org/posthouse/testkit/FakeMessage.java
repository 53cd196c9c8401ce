package org.posthouse.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.Headers;
import org.posthouse.api.mail.Parts;

/** A message read as simply as can be: fields up to the first empty line, and one part of plain text. */
record FakeMessage(byte[] octets) implements Headers, Parts, Parts.Part {
    private static final String LINE_END = "\r\n";

    @Override
    public List<String> all(String name) {
        return fields().stream()
                .filter(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(field -> field.substring(name.length() + 1).strip())
                .toList();
    }

    @Override
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    @Override
    public Optional<String> text(String name) {
        return first(name);
    }

    @Override
    public int count() {
        return fields().size();
    }

    @Override
    public Parts.Part root() {
        return this;
    }

    @Override
    public String type() {
        return "text/plain";
    }

    @Override
    public Map<String, String> typeParameters() {
        return Map.of();
    }

    @Override
    public Optional<String> fileName() {
        return Optional.empty();
    }

    @Override
    public long offset() {
        int end = text().indexOf(LINE_END + LINE_END);
        return end < 0 ? octets.length : end + 2L * LINE_END.length();
    }

    @Override
    public long size() {
        return octets.length - offset();
    }

    @Override
    public List<Parts.Part> parts() {
        return List.of();
    }

    @Override
    public byte[] bytes(int limit) {
        int from = (int) offset();
        return Arrays.copyOfRange(octets, from, (int) Math.min(octets.length, from + (long) limit));
    }

    private List<String> fields() {
        List<String> fields = new ArrayList<>();
        for (String line : text().substring(0, (int) offset()).split(LINE_END)) {
            if ((line.startsWith(" ") || line.startsWith("\t")) && !fields.isEmpty()) {
                fields.add(fields.remove(fields.size() - 1) + line);
            } else if (!line.isEmpty()) {
                fields.add(line);
            }
        }
        return fields;
    }

    private String text() {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
