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
import org.posthouse.spi.console.Visit;

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
        return of(plugIn, configurations.pids());
    }

    /** Those of which it may have several instances. */
    List<String> factories(String plugIn) {
        return of(plugIn, configurations.factories());
    }

    private static List<String> of(String plugIn, List<String> pids) {
        return pids.stream()
                .filter(pid -> pid.equals(plugIn) || pid.startsWith(plugIn + ".") || pid.startsWith(plugIn + "~"))
                .toList();
    }

    /** Settings whose changes are remembered as made here by whoever visits. */
    Configurations changedBy(Visit visit) {
        return configurations.by("console", visit.administrator());
    }
}
