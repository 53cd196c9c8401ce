package org.posthouse.console.messages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.trace.Trace.Life;
import org.posthouse.api.trace.TraceStep;

/** What a life comes to, in a few words: from whom, to whom, how large, and what became of it. */
record Fate(String sender, List<String> recipients, String size, Map<String, Integer> ends) {
    private static final Set<String> ENDS = Set.of("refused", "delivered", "deferred", "failed");
    private static final Set<String> GOOD = Set.of("accepted", "delivered", "stored", "released", "retry", "release");
    private static final Set<String> BAD = Set.of("refused", "failed", "bounced", "delete", "bounce");
    private static final Set<String> FAIR = Set.of("deferred", "hold");

    static Fate of(Life life) {
        String sender = "";
        String size = "";
        Set<String> recipients = new LinkedHashSet<>();
        Map<String, String> last = new LinkedHashMap<>();
        String whole = life.found().stage();
        for (TraceStep step : life.steps()) {
            Map<String, String> facts = step.facts();
            sender = facts.getOrDefault("sender", sender);
            size = facts.getOrDefault("size", size);
            Optional<String> recipient = Optional.ofNullable(facts.get("recipient"));
            recipient.ifPresent(recipients::add);
            Optional.ofNullable(facts.get("recipients")).ifPresent(all -> recipients.addAll(List.of(all.split(" "))));
            if (ENDS.contains(step.stage())) {
                recipient.ifPresentOrElse(its -> last.put(its, step.stage()), () -> last.put("", step.stage()));
            } else if (step.stage().equals("accepted") || step.stage().equals("report")) {
                whole = step.stage();
            }
        }
        Map<String, Integer> ends = new LinkedHashMap<>();
        last.values().forEach(stage -> ends.merge(stage, 1, Integer::sum));
        if (ends.isEmpty()) {
            ends.put(whole, 1);
        }
        return new Fate(sender, List.copyOf(recipients), size, ends);
    }

    /** Of how good a stage is; the style sheet knows these words. */
    static String grade(String stage) {
        if (GOOD.contains(stage)) {
            return "good";
        }
        return BAD.contains(stage) ? "bad" : FAIR.contains(stage) ? "fair" : "plain";
    }

    String to() {
        String first = recipients.isEmpty() ? "" : recipients.get(0);
        return recipients.size() > 1 ? first + " and " + (recipients.size() - 1) + " more" : first;
    }

    /** {@code delivered}, {@code 2 delivered}. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        ends.forEach((stage, count) -> words.add(count == 1 && ends.size() == 1 ? stage : count + " " + stage));
        return words;
    }
}
