package org.posthouse.console.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.posthouse.api.metrics.Family;
import org.posthouse.api.metrics.Meter;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.PlugIns;

/** Plug-ins, and how calls of them go. */
@Component(name = "org.posthouse.console.metrics.plugins")
public final class PlugInsMeter implements Meter {
    private static final double MICROS = 1_000_000;

    private final PlugIns plugIns;

    @Reference(policy = ReferencePolicy.DYNAMIC, fieldOption = FieldOption.REPLACE)
    private volatile List<Breakers> callers;

    @Activate
    public PlugInsMeter(@Reference PlugIns plugIns) {
        this(plugIns, List.of());
    }

    PlugInsMeter(PlugIns plugIns, List<Breakers> callers) {
        this.plugIns = plugIns;
        this.callers = callers;
    }

    @Override
    public List<Family> families() {
        Family.Builder up = Family.gauge("posthouse_plugin_up", "1 while the plug-in is active.");
        for (PlugIns.PlugIn each : plugIns.list()) {
            up.sample(
                    each.state().equals("active") ? 1 : 0,
                    "plugin",
                    each.name(),
                    "version",
                    each.version(),
                    "role",
                    each.role());
        }
        Family.Builder calls = Family.counter("posthouse_plugin_calls_total", "Calls of a plug-in.");
        Family.Builder failures =
                Family.counter("posthouse_plugin_failures_total", "Calls that threw, came too late, or took too long.");
        Family.Builder abandoned =
                Family.gauge("posthouse_plugin_abandoned_threads", "Threads in it that do not come back.");
        Family.Builder breaker =
                Family.gauge("posthouse_plugin_breaker", "1 for the state its breaker is in, 0 for the others.");
        Family.Builder seconds = Family.gauge(
                "posthouse_plugin_call_seconds", "So long half of the last calls took, or 99 of 100, at most.");
        for (Breakers each : callers) {
            for (Breaker its : each.breakers()) {
                String[] labels = {"plugin", its.plugin(), "component", its.component(), "version", its.version()};
                calls.sample((double) its.calls(), labels);
                failures.sample((double) its.failures(), labels);
                abandoned.sample(its.abandoned(), labels);
                seconds.sample(its.medianMicros() / MICROS, with(labels, "quantile", "0.5"));
                seconds.sample(its.p99Micros() / MICROS, with(labels, "quantile", "0.99"));
                for (Breaker.State state : Breaker.State.values()) {
                    breaker.sample(
                            state == its.state() ? 1 : 0,
                            with(labels, "state", state.name().toLowerCase(Locale.ROOT)));
                }
            }
        }
        return List.of(
                up.build(), calls.build(), failures.build(), abandoned.build(), breaker.build(), seconds.build());
    }

    private static String[] with(String[] labels, String name, String value) {
        String[] all = Arrays.copyOf(labels, labels.length + 2);
        all[labels.length] = name;
        all[labels.length + 1] = value;
        return all;
    }
}
