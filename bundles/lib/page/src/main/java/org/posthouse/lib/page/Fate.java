package org.posthouse.lib.page;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.posthouse.api.trace.Trace.Life;
import org.posthouse.api.trace.TraceStep;

/**
 * What a mail's life comes to, in a few words: from whom, to whom, how large, and what became of it. Later life in the store is none of it.
 *
 * @param size octets in digits; empty: not known
 * @param ends what became of how many recipients
 */
public record Fate(String sender, List<String> recipients, String size, Map<String, Integer> ends) {
    /** Stages by which a mail is told of at first. */
    public static final Set<String> ARRIVALS = Set.of("accepted", "refused", "report");

    /** Between two addresses; a blank before an @ is one of the first address, RFC 5321 §4.1.2. */
    private static final Pattern NEXT = Pattern.compile("(?<=@[^@ ]{1,255}) ");

    private static final Set<String> ENDS = Set.of("refused", "delivered", "deferred", "failed");
    private static final Set<String> GOOD = Set.of("accepted", "delivered", "stored", "released", "retry", "release");
    private static final Set<String> BAD = Set.of("refused", "failed", "bounced", "delete", "bounce");
    private static final Set<String> FAIR = Set.of("deferred", "hold");

    public Fate {
        recipients = List.copyOf(recipients);
        ends = Collections.unmodifiableMap(new LinkedHashMap<>(ends));
    }

    public static Fate of(Life life) {
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
            Optional.ofNullable(facts.get("recipients")).ifPresent(all -> recipients.addAll(List.of(NEXT.split(all))));
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
    public static String grade(String stage) {
        if (GOOD.contains(stage)) {
            return "good";
        }
        return BAD.contains(stage) ? "bad" : FAIR.contains(stage) ? "fair" : "plain";
    }

    /** The first recipient, and how many more. */
    public void to(Html html) {
        if (!recipients.isEmpty()) {
            html.address(recipients.get(0));
        }
        if (recipients.size() > 1) {
            html.text(" and " + (recipients.size() - 1) + " more");
        }
    }

    /** A coloured word for each that became of it. */
    public void badges(Html html) {
        List<String> words = words();
        List<String> stages = List.copyOf(ends.keySet());
        for (int i = 0; i < words.size(); i++) {
            html.badge(words.get(i), grade(stages.get(i))).text(" ");
        }
    }

    /** {@code delivered}, {@code 2 delivered}. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        ends.forEach((stage, count) -> words.add(count == 1 && ends.size() == 1 ? stage : count + " " + stage));
        return words;
    }
}
