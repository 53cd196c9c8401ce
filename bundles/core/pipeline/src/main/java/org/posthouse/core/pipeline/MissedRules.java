package org.posthouse.core.pipeline;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.posthouse.api.plugin.Seat;
import org.posthouse.spi.filter.Filter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of mail that a filter did not judge: as the administrator says, else as the filter itself does.
 *
 * @param away by symbolic name or the last part of it, for filters that are away
 * @param failing the same for those that fail or are not called because they do
 */
record MissedRules(Map<String, Missed> away, Map<String, Missed> failing) {
    private static final Logger LOG = LoggerFactory.getLogger(MissedRules.class);

    static final MissedRules NONE = new MissedRules(Map.of(), Map.of());

    MissedRules {
        // In one order always: the trace tells settings apart by what they look like.
        away = Collections.unmodifiableSortedMap(new TreeMap<>(away));
        failing = Collections.unmodifiableSortedMap(new TreeMap<>(failing));
    }

    static MissedRules of(String[] whenAway, String[] whenFailing) {
        return new MissedRules(rules("whenAway", whenAway), rules("whenFailing", whenFailing));
    }

    private static Map<String, Missed> rules(String setting, String... lines) {
        Map<String, Missed> rules = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            Optional<Missed> missed = Missed.of(line.substring(equals + 1).strip());
            if (equals > 0 && missed.isPresent()) {
                rules.put(line.substring(0, equals).strip(), missed.get());
            } else if (!line.isBlank()) {
                LOG.warn("{}: '{}' is not NAME=pass, NAME=defer or NAME=hold, and left out", setting, line);
            }
        }
        return rules;
    }

    Missed whenAway(Seat<Filter> seat) {
        return named(away, seat.plugin())
                .or(() -> Missed.of(seat.properties().get(Filter.ON_ABSENCE)))
                .orElse(Missed.PASS);
    }

    Missed whenFailing(Seat<Filter> seat) {
        return named(failing, seat.plugin())
                .or(() -> Missed.of(seat.properties().get(Filter.ON_FAILURE)))
                .orElseGet(() -> whenAway(seat));
    }

    private static Optional<Missed> named(Map<String, Missed> rules, String plugin) {
        String last = plugin.substring(plugin.lastIndexOf('.') + 1);
        return Optional.ofNullable(rules.getOrDefault(plugin, rules.get(last)));
    }
}
