package org.posthouse.console.messages;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.Trace.Query;
import org.posthouse.api.trace.Trace.Query.Field;
import org.posthouse.lib.page.Fate;
import org.posthouse.spi.console.Visit;

/**
 * What somebody looks for, as the address of the page says it.
 *
 * @param by what the words are: id, message, address, client; empty: what they look like
 * @param stage what mails came to; empty: that they came or were turned away
 */
record Search(String by, String words, String stage, Optional<Instant> from, Optional<Instant> to) {
    private static final Map<String, String> KEYS = new LinkedHashMap<>();
    private static final Map<String, String> STAGES = new LinkedHashMap<>();

    static {
        KEYS.put("", "anything");
        KEYS.put("id", "id");
        KEYS.put("message", "Message-ID");
        KEYS.put("address", "address");
        KEYS.put("client", "client");
        STAGES.put("", "came or was refused");
        for (String stage : List.of("accepted", "refused", "delivered", "deferred", "failed", "bounced", "reported")) {
            STAGES.put(stage, stage);
        }
    }

    static Search of(Visit visit) throws MailException {
        return new Search(
                visit.parameter("by"),
                visit.parameter("q").strip(),
                visit.parameter("stage"),
                moment(visit.parameter("from")),
                moment(visit.parameter("to")));
    }

    static Map<String, String> keys() {
        return KEYS;
    }

    static Map<String, String> stages() {
        return STAGES;
    }

    /** Of the server's time zone, as browsers give it, or ISO 8601. */
    private static Optional<Instant> moment(String text) throws MailException {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.endsWith("Z")
                            ? Instant.parse(text)
                            : LocalDateTime.parse(text)
                                    .atZone(ZoneId.systemDefault())
                                    .toInstant());
        } catch (DateTimeException e) {
            throw new MailException(
                    MailException.Kind.PERMANENT,
                    new Status(5, 5, 4),
                    "'" + text + "' is no time: say 2026-01-31T10:00, or 2026-01-31T10:00:00Z");
        }
    }

    /** As a field of a form has it. */
    static String field(Optional<Instant> moment) {
        return moment.map(its -> LocalDateTime.ofInstant(its, ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString())
                .orElse("");
    }

    /** Whether nothing is asked for: all mails, the last of them. */
    boolean any() {
        return words.isEmpty() && stage.isEmpty() && from.isEmpty() && to.isEmpty();
    }

    /** What to ask the trace in turn; of words that have an @, the Message-ID first. */
    List<Trace.Search> questions() {
        Set<String> wanted = stage.isEmpty() ? Fate.ARRIVALS : Set.of(stage);
        if (words.isEmpty()) {
            return List.of(new Trace.Search(Optional.empty(), wanted, from, to));
        }
        return queries().stream()
                .map(query -> new Trace.Search(Optional.of(query), wanted, from, to))
                .toList();
    }

    List<Query> queries() {
        List<Field> fields =
                switch (by) {
                    case "id" -> List.of(Field.ID);
                    case "message" -> List.of(Field.MESSAGE_ID);
                    case "address" -> List.of(Field.ADDRESS);
                    case "client" -> List.of(Field.CLIENT);
                    default ->
                        words.contains("@")
                                ? List.of(Field.MESSAGE_ID, Field.ADDRESS)
                                : List.of(Field.ID, Field.MESSAGE_ID, Field.CLIENT);
                };
        return fields.stream().map(field -> new Query(field, words)).toList();
    }

    /** Names and values for the page's address, with another end. */
    String[] parameters(Optional<Instant> end) {
        return new String[] {
            "by", by, "q", words, "stage", stage, "from", text(from), "to", text(end),
        };
    }

    private static String text(Optional<Instant> moment) {
        return moment.map(Instant::toString).orElse("");
    }
}
