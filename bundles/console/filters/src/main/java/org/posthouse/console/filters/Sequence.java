package org.posthouse.console.filters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.pipeline.Intake.Step;

/** The one order of all filters that the orders of the stages are parts of. */
final class Sequence {
    private Sequence() {}

    /** Filters of one stage, by whole name. */
    static List<String> at(String stage, List<Step> order) {
        return order.stream()
                .filter(step -> step.stage().equals(stage))
                .map(Step::plugin)
                .toList();
    }

    /** Each stage has its filters in the same order, so that whoever is first in all that are left comes next. */
    static List<String> whole(List<Step> order) {
        Map<String, List<String>> stages = new LinkedHashMap<>();
        order.forEach(step ->
                stages.computeIfAbsent(step.stage(), stage -> new ArrayList<>()).add(step.plugin()));
        List<String> whole = new ArrayList<>();
        while (!stages.isEmpty()) {
            String next = next(stages);
            whole.add(next);
            stages.values().forEach(names -> names.remove(next));
            stages.values().removeIf(List::isEmpty);
        }
        return whole;
    }

    private static String next(Map<String, List<String>> stages) {
        Optional<String> first = stages.values().stream()
                .map(names -> names.get(0))
                .filter(name -> stages.values().stream().allMatch(names -> names.indexOf(name) <= 0))
                .findFirst();
        return first.orElseGet(() -> stages.values().iterator().next().get(0));
    }

    /** The whole order with this filter before its neighbour at the stage, or behind it; empty if there is no such neighbour. */
    static Optional<List<String>> moved(List<Step> order, String stage, String plugIn, boolean earlier) {
        List<String> there = at(stage, order);
        int at = there.indexOf(plugIn);
        int to = earlier ? at - 1 : at + 1;
        if (at < 0 || to < 0 || to >= there.size()) {
            return Optional.empty();
        }
        List<String> whole = whole(order);
        whole.remove(plugIn);
        whole.add(whole.indexOf(there.get(to)) + (earlier ? 0 : 1), plugIn);
        return Optional.of(whole);
    }
}
