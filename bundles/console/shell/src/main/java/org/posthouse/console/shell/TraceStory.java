package org.posthouse.console.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.posthouse.api.trace.TraceStep;

/** A trace in words, for people: of which mail and connection it is, and every step with all that is known of it. */
final class TraceStory {
    /** Of more mails or connections it does not say which they are: each step does. */
    private static final int HEADS = 5;

    private TraceStory() {}

    /** A line for each mail and each connection. */
    static String heads(List<TraceStep> steps) {
        Map<String, Map<String, Set<String>>> mails = new LinkedHashMap<>();
        Map<String, Map<String, Set<String>>> connections = new LinkedHashMap<>();
        for (TraceStep step : steps) {
            step.queueId().ifPresent(id -> collect(mails, id, step));
            step.connectionId()
                    .filter(id -> step.facts().containsKey("client"))
                    .ifPresent(id -> collect(connections, id, step));
        }
        StringBuilder text = new StringBuilder();
        if (mails.size() <= HEADS && connections.size() <= HEADS) {
            mails.forEach((id, facts) -> text.append(mail(id, facts)));
            connections.forEach((id, facts) -> text.append(connection(id, facts)));
        }
        return text.length() == 0 ? "" : text.append('\n').toString();
    }

    private static void collect(Map<String, Map<String, Set<String>>> all, String id, TraceStep step) {
        Map<String, Set<String>> facts = all.computeIfAbsent(id, unknown -> new TreeMap<>());
        step.facts().forEach((name, value) -> facts.computeIfAbsent(name, unknown -> new LinkedHashSet<>())
                .add(value));
    }

    private static String mail(String id, Map<String, Set<String>> facts) {
        List<String> words = new ArrayList<>();
        put(words, "from ", facts, "sender");
        put(words, "to ", facts, facts.containsKey("recipients") ? "recipients" : "recipient");
        put(words, "Message-ID ", facts, "message-id");
        put(words, "octets ", facts, "size");
        put(words, "points ", facts, "points");
        return words.isEmpty() ? "" : line("Mail " + id + ": ", words);
    }

    private static String connection(String id, Map<String, Set<String>> facts) {
        List<String> words = new ArrayList<>();
        put(words, "", facts, "client");
        put(words, "name ", facts, "client-name");
        put(words, "HELO ", facts, "helo");
        put(words, "via ", facts, "via");
        put(words, "by ", facts, "service");
        put(words, "", facts, "tls");
        put(words, "user ", facts, "user");
        return line("Connection " + id + ": ", words);
    }

    private static void put(List<String> words, String lead, Map<String, Set<String>> facts, String name) {
        Optional.ofNullable(facts.get(name)).ifPresent(values -> words.add(lead + String.join(" ", values)));
    }

    private static String line(String head, List<String> words) {
        return Harmless.line(head + String.join(", ", words)) + "\n";
    }

    /** Everything that is known of each step. */
    static String whole(List<TraceStep> steps) {
        StringBuilder text = new StringBuilder();
        for (TraceStep step : steps) {
            text.append(line("", List.of(Words.iso(step.time()) + " " + step.stage() + id(step))));
            text.append(line("    by ", by(step)));
            indented(text, step.verdict());
            indented(text, step.reply());
            indented(
                    text,
                    new TreeMap<>(step.facts())
                            .entrySet().stream()
                                    .map(fact -> fact.getKey() + " " + fact.getValue())
                                    .collect(Collectors.joining("; ")));
        }
        return text.toString();
    }

    private static String id(TraceStep step) {
        return step.queueId().map(id -> ", mail " + id).orElse("")
                + step.connectionId().map(id -> ", connection " + id).orElse("");
    }

    private static List<String> by(TraceStep step) {
        List<String> by = new ArrayList<>(List.of((step.plugin() + " " + step.version()).strip()));
        if (!step.config().isEmpty()) {
            by.add("configuration " + step.config());
        }
        if (step.micros() > 0) {
            by.add(step.micros() + " µs");
        }
        return by;
    }

    private static void indented(StringBuilder text, String words) {
        if (!words.isEmpty()) {
            text.append(line("    ", List.of(words)));
        }
    }
}
