package org.posthouse.console.filters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.pipeline.Intake.Step;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.PlugIns.PlugIn;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Order;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Words;

/** Who judges at each stage of a mail's coming, as the pipeline has it, and how they fare. */
final class OrderTables {
    private final House house;

    OrderTables(House house) {
        this.house = house;
    }

    void write(Html html, String token, List<PlugIn> all) {
        Map<String, List<Step>> stages = new LinkedHashMap<>();
        house.intake().order().forEach(step -> stages.computeIfAbsent(step.stage(), stage -> new ArrayList<>())
                .add(step));
        if (stages.isEmpty()) {
            html.element("p", "There are no filters: every mail passes that core itself does not refuse.");
        }
        stages.forEach((stage, steps) -> {
            html.element("h3", title(stage));
            Rows rows = new Rows(
                    html,
                    title(stage),
                    "",
                    "Filter",
                    "Version",
                    "State",
                    "Since",
                    "Calls",
                    "Takes",
                    "When away",
                    "When failing",
                    "Order");
            for (int i = 0; i < steps.size(); i++) {
                row(rows, steps.get(i), since(steps.get(i), all), moves(steps, i), token);
            }
            rows.close();
        });
    }

    private String since(Step step, List<PlugIn> all) {
        return all.stream()
                .filter(each -> each.name().equals(step.plugin()))
                .findFirst()
                .map(each ->
                        Words.rough(Duration.between(each.since(), house.clock().instant())))
                .orElse("");
    }

    private static List<Order> moves(List<Step> steps, int at) {
        Step step = steps.get(at);
        List<Order> moves = new ArrayList<>();
        String name = Words.plugIn(step.plugin()) + " at " + title(step.stage());
        if (at > 0) {
            moves.add(Order.of("earlier", "\u2191 up", "Let " + name + " judge earlier"));
        }
        if (at + 1 < steps.size()) {
            moves.add(Order.of("later", "\u2193 down", "Let " + name + " judge later"));
        }
        return moves;
    }

    private void row(Rows rows, Step step, String since, List<Order> moves, String token) {
        Optional<Breaker> breaker = house.breakersOf(step.plugin()).stream()
                .filter(each -> each.version().equals(step.version()))
                .findFirst();
        rows.begin()
                .number(step.rank())
                .link(Words.plugIn(step.plugin()), Links.to(FiltersPage.PATH) + "/" + step.plugin())
                .cell(step.version())
                .badge(state(step, breaker), grade(step))
                .cell(since)
                .cell(breaker.map(each -> each.calls() + ", " + each.failures() + " failed")
                        .orElse("none yet"))
                .cell(breaker.filter(each -> each.calls() > 0)
                        .map(OrderTables::takes)
                        .orElse(""))
                .cell(step.onAbsence())
                .cell(step.onFailure());
        if (moves.isEmpty()) {
            rows.cell("");
        } else {
            rows.orders(token, "id", step.stage() + "/" + step.plugin(), moves);
        }
        rows.end();
    }

    /** Half of them, and 99 of 100. */
    static String takes(Breaker breaker) {
        return "50 %: " + millis(breaker.medianMicros()) + ", 99 %: " + millis(breaker.p99Micros());
    }

    private static String millis(long micros) {
        return micros < 1000 ? micros + " \u00b5s" : String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
    }

    private static String state(Step step, Optional<Breaker> breaker) {
        return breaker.filter(each -> each.state() == Breaker.State.HALF_OPEN).isPresent()
                ? "being tried"
                : step.state().equals("failing") ? "breaker open" : step.state();
    }

    private static String grade(Step step) {
        return switch (step.state()) {
            case "live" -> "good";
            case "away" -> "fair";
            default -> "bad";
        };
    }

    private static String title(String stage) {
        String words = Words.stage(stage);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
