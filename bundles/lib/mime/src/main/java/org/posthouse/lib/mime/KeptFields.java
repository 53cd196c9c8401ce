package org.posthouse.lib.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of one header section that a structure needs, unfolded. The first of a name counts; address lists of all are one. */
final class KeptFields {
    private static final Set<String> LISTS = Set.of("from", "sender", "reply-to", "to", "cc", "bcc");
    private static final Set<String> WANTED = Set.of(
            "date",
            "subject",
            "in-reply-to",
            "message-id",
            "content-type",
            "content-id",
            "content-description",
            "content-transfer-encoding",
            "content-md5",
            "content-disposition",
            "content-language",
            "content-location");
    private static final int MAX_NAME = 30;
    private static final byte[] SEPARATOR = {','};

    private final FieldBudget budget;
    private final Map<String, ByteArrayOutputStream> kept = new HashMap<>();
    private Optional<ByteArrayOutputStream> current = Optional.empty();

    KeptFields(FieldBudget budget) {
        this.budget = budget;
    }

    void line(byte[] octets, int from, int to) {
        if (to > from && (octets[from] == ' ' || octets[from] == '\t')) {
            current.ifPresent(field -> append(field, octets, from, to));
            return;
        }
        current = Optional.empty();
        int colon = from;
        while (colon < to && colon - from <= MAX_NAME && octets[colon] != ':') {
            colon++;
        }
        if (colon >= to || octets[colon] != ':') {
            return;
        }
        String name = new String(octets, from, colon - from, StandardCharsets.ISO_8859_1)
                .stripTrailing()
                .toLowerCase(Locale.ROOT);
        if (LISTS.contains(name)) {
            ByteArrayOutputStream field = kept.get(name);
            if (field == null) {
                field = start(name);
            } else {
                append(field, SEPARATOR, 0, SEPARATOR.length);
            }
            append(field, octets, colon + 1, to);
        } else if (WANTED.contains(name) && !kept.containsKey(name)) {
            append(start(name), octets, colon + 1, to);
        }
    }

    private ByteArrayOutputStream start(String name) {
        ByteArrayOutputStream field = new ByteArrayOutputStream(64);
        kept.put(name, field);
        return field;
    }

    private void append(ByteArrayOutputStream field, byte[] octets, int from, int to) {
        field.write(octets, from, budget.take(to - from, field.size()));
        current = Optional.of(field);
    }

    /** The field's body without blanks around it, one char per octet. */
    Optional<String> value(String name) {
        return Optional.ofNullable(kept.get(name))
                .map(octets -> octets.toString(StandardCharsets.ISO_8859_1).strip());
    }

    MessageEnvelope envelope() {
        return new MessageEnvelope(
                value("date"),
                value("subject"),
                addresses("from"),
                addresses("sender"),
                addresses("reply-to"),
                addresses("to"),
                addresses("cc"),
                addresses("bcc"),
                value("in-reply-to"),
                value("message-id"));
    }

    private List<MailboxAddress> addresses(String name) {
        return value(name).map(AddressList::parse).orElse(new ArrayList<>());
    }
}
