package org.posthouse.console.web.page;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.posthouse.api.plugin.PlugIns;

/** The parts of the house, those that can be changed first. */
public final class PlugInsSection implements Section {
    private static final Set<String> FIXED = Set.of("api", "spi", "lib", "core");

    /** Who stops it here could not start it again. */
    private static final String THIS = "org.posthouse.console.web";

    private final PlugIns plugIns;
    private final Clock clock;

    public PlugInsSection(PlugIns plugIns, Clock clock) {
        this.plugIns = plugIns;
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
        Rows rows = new Rows(html, "Plug-in", "Version", "Role", "State", "Since", "Why", "");
        all.stream().filter(each -> !FIXED.contains(each.role())).forEach(each -> row(rows, each));
        all.stream().filter(each -> FIXED.contains(each.role())).forEach(each -> row(rows, each));
        rows.close();
        html.open("form", "id", "install", "class", "install", "hidden", "hidden")
                .open("label")
                .text("Install or replace a plug-in: ")
                .open("input", "type", "file", "name", "jar", "accept", ".jar", "required", "required")
                .close()
                .element("button", "install")
                .close();
    }

    private void row(Rows rows, PlugIns.PlugIn each) {
        rows.begin()
                .cell(Words.plugIn(each.name()), "title", each.name())
                .cell(each.version())
                .cell(each.role())
                .badge(each.state(), grade(each.state()))
                .cell(Words.rough(Duration.between(each.since(), clock.instant())))
                .cell(each.reason());
        if (FIXED.contains(each.role()) || each.name().equals(THIS)) {
            rows.cell("");
        } else {
            rows.buttons(Paths.PLUG_INS, "name", each.name(), actions(each));
        }
        rows.end();
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
