package org.posthouse.core.pipeline;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.posthouse.api.plugin.Seat;
import org.posthouse.spi.filter.Filter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of mail that a filter did not judge: as the administrator says, else as the filter itself does.
 *
 * @param away by symbolic name, or its end after a dot, for filters that are away
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

    /** Whom a line names, and what it wants. */
    private record Line(String name, Optional<Missed> missed) {
        static Line of(String line) {
            int equals = line.indexOf('=');
            return new Line(
                    line.substring(0, Math.max(0, equals)).strip(),
                    Missed.of(line.substring(equals + 1).strip()));
        }
    }

    /** Whether this is a rule. */
    static boolean means(String line) {
        Line read = Line.of(line);
        return !read.name().isEmpty() && read.missed().isPresent();
    }

    /** Whoever is named with a word that means nothing is not to be passed by: his mail is put off. */
    private static Map<String, Missed> rules(String setting, String... lines) {
        Map<String, Missed> rules = new HashMap<>();
        for (String line : lines) {
            Line read = Line.of(line);
            if (!read.name().isEmpty()) {
                rules.put(read.name(), read.missed().orElse(Missed.DEFER));
            }
            if (!line.isBlank() && !means(line)) {
                LOG.warn(
                        "{}: '{}' is not NAME=pass, NAME=defer or NAME=hold, and {}",
                        setting,
                        line,
                        read.name().isEmpty() ? "left out" : "taken for defer");
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

    /** The names that fit none of these plug-ins: misspelt, or of what is not installed. */
    List<String> strangers(Collection<String> plugins) {
        return Stream.concat(away.keySet().stream(), failing.keySet().stream())
                .distinct()
                .filter(name -> plugins.stream().noneMatch(plugin -> fits(name, plugin)))
                .toList();
    }

    /** The longest name that fits is the nearest. */
    private static Optional<Missed> named(Map<String, Missed> rules, String plugin) {
        return rules.entrySet().stream()
                .filter(rule -> fits(rule.getKey(), plugin))
                .max(Comparator.comparingInt(rule -> rule.getKey().length()))
                .map(Map.Entry::getValue);
    }

    /** Whether this is the plug-in's name, or its end after a dot. */
    static boolean fits(String name, String plugin) {
        return plugin.equals(name) || plugin.endsWith("." + name);
    }
}
