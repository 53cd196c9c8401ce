package org.posthouse.core.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthouse.api.plugin.Seat;
import org.posthouse.spi.filter.Filter;

/**
 * The order in which filters judge: as the administrator says, then by service ranking, but who needs a finding comes after all who make it. Where needs go in a
 * circle, the best ranked of it goes first.
 *
 * @param seats in order
 * @param circles names of plug-ins that need each other's findings; empty if none do
 */
record FilterOrder(List<Seat<Filter>> seats, List<String> circles) {
    FilterOrder {
        seats = List.copyOf(seats);
        circles = List.copyOf(circles);
    }

    /**
     * Of seats that come best ranking first.
     *
     * @param named plug-ins that come first, by name or its end after a dot
     */
    static FilterOrder of(List<Seat<Filter>> seats, List<String> named) {
        List<Seat<Filter>> ranked = new ArrayList<>(seats);
        ranked.sort(Comparator.comparingInt(seat -> place(seat.plugin(), named)));
        Map<Seat<Filter>, Set<Seat<Filter>>> before = new LinkedHashMap<>();
        for (Seat<Filter> seat : ranked) {
            Set<String> needs = words(seat.properties().get(Filter.AFTER));
            Set<Seat<Filter>> makers = new HashSet<>();
            for (Seat<Filter> other : ranked) {
                if (other != seat
                        && words(other.properties().get(Filter.FINDS)).stream().anyMatch(needs::contains)) {
                    makers.add(other);
                }
            }
            before.put(seat, makers);
        }
        List<Seat<Filter>> ordered = new ArrayList<>(ranked.size());
        List<String> circles = new ArrayList<>(0);
        while (!before.isEmpty()) {
            Seat<Filter> next = next(before, circles);
            before.remove(next);
            before.values().forEach(makers -> makers.remove(next));
            ordered.add(next);
        }
        return new FilterOrder(ordered, circles);
    }

    private static int place(String plugin, List<String> named) {
        for (int i = 0; i < named.size(); i++) {
            if (MissedRules.fits(named.get(i), plugin)) {
                return i;
            }
        }
        return named.size();
    }

    private static Seat<Filter> next(Map<Seat<Filter>, Set<Seat<Filter>>> before, List<String> circles) {
        for (Map.Entry<Seat<Filter>, Set<Seat<Filter>>> entry : before.entrySet()) {
            if (entry.getValue().isEmpty()) {
                return entry.getKey();
            }
        }
        Seat<Filter> first = before.keySet().iterator().next();
        circles.add(first.plugin());
        return first;
    }

    /** The words of a property that is a string, several, or a list of them. */
    static Set<String> words(Object property) {
        Set<String> words = new HashSet<>();
        if (property instanceof String[] several) {
            words.addAll(List.of(several));
        } else if (property instanceof Iterable<?> several) {
            several.forEach(word -> words.add(String.valueOf(word)));
        } else if (property != null) {
            for (String word : String.valueOf(property).split("[,\\s]+")) {
                words.add(word);
            }
        }
        words.remove("");
        return words;
    }
}
