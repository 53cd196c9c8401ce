package org.posthouse.console.web.page;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Words;

/** The parts of the house, those that can be changed first. */
public final class PlugInsSection implements Section {
    private static final Set<String> FIXED = Set.of("api", "spi", "lib", "core");

    /** Who stops it here could not start it again. */
    private static final String THIS = "org.posthouse.console.web";

    private final PlugIns plugIns;
    private final List<Breakers> breakers;
    private final Clock clock;

    /** @param breakers of all who call plug-ins */
    public PlugInsSection(PlugIns plugIns, List<Breakers> breakers, Clock clock) {
        this.plugIns = plugIns;
        this.breakers = List.copyOf(breakers);
        this.clock = clock;
    }

    @Override
    public String id() {
        return "plugins";
    }

    @Override
    public String title() {
        return "Plug-ins";
    }

    @Override
    public void write(Html html) {
        List<PlugIns.PlugIn> all = plugIns.list();
        List<Breaker> troubled = breakers.stream()
                .flatMap(each -> each.breakers().stream())
                .filter(each -> each.state() != Breaker.State.CLOSED)
                .toList();
        Rows rows = new Rows(html, "Plug-in", "Version", "Role", "State", "Since", "Why", "");
        all.stream().filter(each -> !FIXED.contains(each.role())).forEach(each -> row(rows, each, troubled));
        all.stream().filter(each -> FIXED.contains(each.role())).forEach(each -> row(rows, each, troubled));
        rows.close();
        html.open("form", "id", "install", "class", "install", "hidden", "hidden")
                .open("label")
                .text("Install or replace a plug-in: ")
                .open("input", "type", "file", "name", "jar", "accept", ".jar", "required", "required")
                .close()
                .element("button", "install")
                .close();
    }

    private void row(Rows rows, PlugIns.PlugIn each, List<Breaker> troubled) {
        Optional<Breaker> breaker = troubled.stream()
                .filter(its -> its.plugin().equals(each.name()) && its.version().equals(each.version()))
                .max(Comparator.comparing(Breaker::state));
        String state = breaker.map(PlugInsSection::word).orElse(each.state());
        rows.begin()
                .cell(Words.plugIn(each.name()), "title", each.name())
                .cell(each.version())
                .cell(each.role())
                .badge(state, breaker.isPresent() ? "bad" : grade(state))
                .cell(Words.rough(Duration.between(each.since(), clock.instant())))
                .cell(Stream.concat(Stream.of(each.reason()), breaker.map(Breaker::reason).stream())
                        .filter(reason -> !reason.isEmpty())
                        .distinct()
                        .collect(Collectors.joining("; ")));
        if (FIXED.contains(each.role()) || each.name().equals(THIS)) {
            rows.cell("");
        } else {
            rows.buttons(Paths.PLUG_INS, "name", each.name(), actions(each));
        }
        rows.end();
    }

    private static String word(Breaker breaker) {
        return switch (breaker.state()) {
            case OPEN -> "breaker open";
            case HALF_OPEN -> "being tried";
            default -> "out";
        };
    }

    private static List<String> actions(PlugIns.PlugIn each) {
        List<String> actions = new ArrayList<>();
        actions.add(each.state().equals("active") || each.state().equals("starting") ? "stop" : "start");
        if (each.file().isPresent()) {
            actions.add("undo");
            actions.add("remove");
        }
        return actions;
    }

    private static String grade(String state) {
        return switch (state) {
            case "active" -> "good";
            case "failed" -> "bad";
            case "stopped" -> "plain";
            default -> "fair";
        };
    }
}
