package org.posthouse.console.filters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.PlugIns.PlugIn;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Order;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Words;

/** Plug-ins of one role, and what can be done with them. */
final class PlugInTable {
    private static final String NO_WAY_BACK =
            ", and nobody could switch it on from here again. 'posthouse plugin stop %1$s' does it, and 'posthouse plugin start"
                    + " %1$s' brings it back";
    /** Through whom orders are given. */
    private static final Map<String, String> DOORS = Map.of(
            "org.posthouse.console.web", "it is the console itself" + NO_WAY_BACK,
            "org.posthouse.console.filters", "it is this page" + NO_WAY_BACK,
            "org.posthouse.console.shell", "the command line goes through it");

    private final House house;

    PlugInTable(House house) {
        this.house = house;
    }

    void write(Html html, String token, List<PlugIn> plugIns) {
        if (plugIns.isEmpty()) {
            html.element("p", "There are none.");
            return;
        }
        boolean told = plugIns.stream().anyMatch(each -> !each.reason().isEmpty());
        boolean orderly = plugIns.stream().anyMatch(each -> !orders(each).isEmpty());
        List<String> headings = new ArrayList<>(List.of("Plug-in", "Version", "State", "Since"));
        if (told) {
            headings.add("Why");
        }
        if (orderly) {
            headings.add("");
        }
        Rows rows = new Rows(html, "Plug-ins", headings.toArray(String[]::new));
        for (PlugIn each : plugIns) {
            rows.begin()
                    .link(Words.plugIn(each.name()), Links.to(FiltersPage.PATH) + "/" + each.name())
                    .cell(each.version())
                    .cell(part -> state(part, each))
                    .cell(since(each));
            if (told) {
                rows.sentence(reason(each));
            }
            if (orderly) {
                rows.orders(token, "name", each.name(), orders(each));
            }
            rows.end();
        }
        rows.close();
    }

    /** One that runs and is not asked, as it fails, is not simply active. */
    private void state(Html html, PlugIn each) {
        Optional<Breaker> failing = failing(each);
        html.badge(
                failing.map(breaker -> Calling.word(breaker.state())).orElse(each.state()),
                failing.map(breaker -> Calling.grade(breaker.state())).orElse(grade(each.state())));
    }

    private String reason(PlugIn each) {
        return failing(each)
                .filter(breaker -> breaker.reason().equals(each.reason()))
                .map(Breaker::lastFailure)
                .orElse(each.reason());
    }

    private Optional<Breaker> failing(PlugIn each) {
        return house.breakersOf(each.name()).stream()
                .filter(breaker -> breaker.state() != Breaker.State.CLOSED)
                .findFirst();
    }

    private String since(PlugIn each) {
        return each.since().equals(Instant.EPOCH)
                ? ""
                : Words.rough(Duration.between(each.since(), house.clock().instant()));
    }

    /** What can be done with it by a button. */
    static List<Order> orders(PlugIn plugIn) {
        String name = plugIn.name();
        String word = Words.plugIn(name);
        List<Order> orders = new ArrayList<>();
        boolean on = plugIn.state().equals("active") || plugIn.state().equals("starting");
        if (on && keptOn(plugIn).isEmpty()) {
            orders.add(Order.of("stop", "stop", "Stop " + word).asking("Stop " + word + ", also for later starts?"));
        } else if (!on) {
            orders.add(Order.of("start", "start", "Start " + word));
        }
        if (plugIn.file().isPresent()) {
            orders.add(Order.of("undo", "undo", "Bring the former version of " + word + " back")
                    .asking("Bring the former version of " + word + " back?"));
            orders.add(Order.of("remove", "remove", "Remove " + word)
                    .asking("Remove " + word + " from plugins/? If the distribution has one, that takes its place."));
        }
        return orders;
    }

    /** Why no button stops it, whatever a hand-made order says; empty if one does. */
    static Optional<String> keptOn(PlugIn plugIn) {
        if (plugIn.role().equals("core")) {
            return Optional.of("it is a part of the server's core");
        }
        return Optional.ofNullable(DOORS.get(plugIn.name()))
                .map(why -> String.format(Locale.ROOT, why, Words.plugIn(plugIn.name())));
    }

    static String grade(String state) {
        return switch (state) {
            case "active" -> "good";
            case "failed" -> "bad";
            case "stopped" -> "plain";
            default -> "fair";
        };
    }
}
