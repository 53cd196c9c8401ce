package org.posthouse.console.filters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.posthouse.api.plugin.PlugIns.PlugIn;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Order;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Words;

/** Plug-ins of one role, and what can be done with them. */
final class PlugInTable {
    /** Stopped from here, nobody could start them here again. */
    private static final Set<String> THIS_PAGE = Set.of("org.posthouse.console.web", "org.posthouse.console.filters");

    /** What the command line goes through: core refuses to stop it. */
    private static final String SHELL = "org.posthouse.console.shell";

    private final House house;

    PlugInTable(House house) {
        this.house = house;
    }

    void write(Html html, String token, List<PlugIn> plugIns) {
        if (plugIns.isEmpty()) {
            html.element("p", "There are none.");
            return;
        }
        Rows rows = new Rows(html, "Plug-ins", "Plug-in", "Version", "State", "Since", "Why", "Orders");
        for (PlugIn each : plugIns) {
            rows.begin()
                    .link(Words.plugIn(each.name()), Links.to(FiltersPage.PATH) + "/" + each.name())
                    .cell(each.version())
                    .badge(each.state(), grade(each.state()))
                    .cell(since(each))
                    .cell(each.reason());
            List<Order> orders = orders(each);
            if (orders.isEmpty()) {
                rows.cell("");
            } else {
                rows.orders(token, "name", each.name(), orders);
            }
            rows.end();
        }
        rows.close();
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
        boolean core = plugIn.role().equals("core");
        if (on && !core && !THIS_PAGE.contains(name) && !name.equals(SHELL)) {
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

    static String grade(String state) {
        return switch (state) {
            case "active" -> "good";
            case "failed" -> "bad";
            case "stopped" -> "plain";
            default -> "fair";
        };
    }
}
