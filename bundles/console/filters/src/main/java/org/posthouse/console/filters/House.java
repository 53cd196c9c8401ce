package org.posthouse.console.filters;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.plugin.PlugIns.PlugIn;

/** What the page asks. */
record House(PlugIns plugIns, Intake intake, Configurations configurations, Breakers breakers, Clock clock) {
    /** By its whole name. */
    Optional<PlugIn> find(String name) {
        return plugIns.list().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Of this plug-in, one for each component and version that is called. */
    List<Breaker> breakersOf(String plugIn) {
        return breakers.breakers().stream()
                .filter(each -> each.plugin().equals(plugIn))
                .toList();
    }

    /** PIDs of this plug-in's settings: its own name, parts of it, and instances. */
    List<String> pids(String plugIn) {
        return configurations.pids().stream()
                .filter(pid -> pid.equals(plugIn) || pid.startsWith(plugIn + ".") || pid.startsWith(plugIn + "~"))
                .toList();
    }
}
