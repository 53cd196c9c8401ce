package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;

/** How a plug-in that is called behaves, for people and for programs. */
final class BreakerRows {
    private BreakerRows() {}

    /** Those of one plug-in: one for each of its components that was called. */
    static List<Breaker> of(Call call, String plugin) throws MailException {
        return call.askAll(Breakers.class, Breakers::breakers).stream()
                .flatMap(List::stream)
                .filter(breaker -> breaker.plugin().equals(plugin))
                .toList();
    }

    static void add(Table table, Breaker breaker) {
        table.row("Component", breaker.component())
                .row("  Breaker", state(breaker) + " since " + Words.moment(breaker.since()))
                .row("  Tried again", breaker.nextTry().map(Words::moment).orElse(""))
                .row("  Calls", breaker.calls() + ", " + breaker.failures() + " failed")
                .row("  Last failure", breaker.lastFailure())
                .row("  Lost threads", breaker.abandoned())
                .row(
                        "  Takes",
                        "half within " + breaker.medianMicros() + " µs, 99 of 100 within " + breaker.p99Micros()
                                + " µs");
    }

    static Map<String, Object> json(Breaker breaker) {
        return fields(
                "component", breaker.component(),
                "version", breaker.version(),
                "state", state(breaker),
                "since", Words.iso(breaker.since()),
                "nextTry", breaker.nextTry().map(Words::iso),
                "calls", breaker.calls(),
                "failures", breaker.failures(),
                "lastFailure", Optional.of(breaker.lastFailure()).filter(last -> !last.isEmpty()),
                "abandoned", breaker.abandoned(),
                "medianMicros", breaker.medianMicros(),
                "p99Micros", breaker.p99Micros());
    }

    /** closed, open, half open or out. */
    private static String state(Breaker breaker) {
        return breaker.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
