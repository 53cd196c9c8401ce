package org.posthouse.console.filters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.pipeline.Intake.Step;
import org.posthouse.api.plugin.Breaker;
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

    void write(Html html, String token) {
        List<Step> order = house.intake().order();
        if (order.isEmpty()) {
            html.element("p", "There are no filters: every mail passes that core itself does not refuse.");
            return;
        }
        html.element(
                "p",
                "A mail goes through these stages one after the other; at each of them filters judge it in this order. What each has said"
                        + " of a mail stands in the mail's time line.",
                "class",
                "quiet");
        Map<String, List<Step>> stages = new LinkedHashMap<>();
        order.forEach(step ->
                stages.computeIfAbsent(step.stage(), stage -> new ArrayList<>()).add(step));
        boolean moving = stages.values().stream().anyMatch(steps -> steps.size() > 1);
        List<String> headings = new ArrayList<>(List.of(
                "Stage",
                "Place",
                "Filter",
                "Version",
                "State",
                "Calls",
                "Takes",
                "Mail while it is away",
                "Mail when it fails"));
        if (moving) {
            headings.add("");
        }
        Rows rows = Rows.wide(html, "Filters in the order in which they judge", headings.toArray(String[]::new));
        stages.forEach((stage, steps) -> {
            for (int i = 0; i < steps.size(); i++) {
                row(rows, steps.get(i), i + 1);
                if (moving) {
                    rows.orders(token, "id", stage + "/" + steps.get(i).plugin(), moves(steps, i));
                }
                rows.end();
            }
        });
        rows.close();
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

    private void row(Rows rows, Step step, int place) {
        Optional<Breaker> breaker = house.breakersOf(step.plugin()).stream()
                .filter(each -> each.version().equals(step.version()))
                .findFirst();
        rows.begin()
                .cell(title(step.stage()))
                .number(place)
                .link(Words.plugIn(step.plugin()), Links.to(FiltersPage.PATH) + "/" + step.plugin())
                .cell(step.version())
                .badge(Calling.word(step, breaker), Calling.grade(step))
                .cell(Calling.calls(breaker.stream().toList()))
                .cell(breaker.map(Calling::takes).orElse("\u2013"))
                .cell(Policies.words(step.onAbsence()))
                .cell(Policies.words(step.onFailure()));
    }

    private static String title(String stage) {
        String words = Words.stage(stage);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
