package org.posthouse.lib.wire.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The part of a message that BODY[…] names, RFC 3501 §6.4.5. No numbers: the message itself. Field names only with the FIELDS texts. */
public record Section(List<Integer> part, Text text, List<String> fields) {
    /** All of the message. */
    public static final Section MESSAGE = new Section(List.of(), Text.ALL, List.of());

    private static final int MAX_DEPTH = 128;

    /** Which text of the part. */
    public enum Text {
        ALL(""),
        HEADER("HEADER"),
        HEADER_FIELDS("HEADER.FIELDS"),
        HEADER_FIELDS_NOT("HEADER.FIELDS.NOT"),
        TEXT("TEXT"),
        MIME("MIME");

        private final String keyword;

        Text(String keyword) {
            this.keyword = keyword;
        }

        boolean hasFields() {
            return this == HEADER_FIELDS || this == HEADER_FIELDS_NOT;
        }
    }

    public Section {
        part = List.copyOf(part);
        fields = List.copyOf(fields);
        if (text.hasFields() == fields.isEmpty()) {
            throw new IllegalArgumentException("field names come with HEADER.FIELDS and only there");
        }
    }

    /** section, with its brackets. */
    public static Section read(ImapReader in) throws ImapSyntaxException {
        in.expect('[');
        List<Integer> part = new ArrayList<>();
        while (Octets.isDigit(in.peek())) {
            part.add((int) Math.min(Integer.MAX_VALUE, in.nzNumber()));
            if (part.size() > MAX_DEPTH) {
                throw new ImapSyntaxException("Section is too deep");
            }
            if (!in.skip('.')) {
                in.expect(']');
                return new Section(part, Text.ALL, List.of());
            }
        }
        if (part.isEmpty() && in.skip(']')) {
            return MESSAGE;
        }
        Text text = text(in.keyword(), part.isEmpty());
        List<String> fields = text.hasFields() ? in.space().list(Section::fieldName) : List.of();
        in.expect(']');
        if (text.hasFields() && fields.isEmpty()) {
            throw new ImapSyntaxException("Expected field names");
        }
        return new Section(part, text, fields);
    }

    private static Text text(String keyword, boolean top) throws ImapSyntaxException {
        for (Text text : Text.values()) {
            // MIME is of a part, RFC 3501 §6.4.5.
            if (text != Text.ALL && text.keyword.equals(keyword) && !(text == Text.MIME && top)) {
                return text;
            }
        }
        throw new ImapSyntaxException("No such section");
    }

    /** header-fld-name that can be one, RFC 5322 §2.2. */
    private static String fieldName(ImapReader in) throws ImapSyntaxException {
        String name = in.text();
        if (name.isEmpty() || name.length() > 998 || !name.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != ':')) {
            throw new ImapSyntaxException("Bad field name");
        }
        return name;
    }

    /** With its brackets, as responses repeat it. */
    @Override
    public String toString() {
        StringBuilder label = new StringBuilder("[");
        label.append(part.stream().map(String::valueOf).collect(Collectors.joining(".")));
        label.append(part.isEmpty() || text == Text.ALL ? "" : ".").append(text.keyword);
        if (text.hasFields()) {
            label.append(fields.stream().map(ImapWriter::astring).collect(Collectors.joining(" ", " (", ")")));
        }
        return label.append(']').toString();
    }
}
