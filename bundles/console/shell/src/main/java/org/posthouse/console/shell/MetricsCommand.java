package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.metrics.Family;
import org.posthouse.api.metrics.Metrics;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse metrics}: the figures that {@code /metrics} has. */
final class MetricsCommand {
    private MetricsCommand() {}

    static List<Command> all() {
        return List.of(Command.of(
                        "metrics", "", "print figures about the server as Prometheus reads them", MetricsCommand::run)
                .with(Trait.LOOKS));
    }

    private static int run(Call call) throws MailException, IOException {
        if (!call.options().has(Option.JSON.name())) {
            call.terminal().print(call.ask(Metrics.class, Metrics::text));
            return Commands.DONE;
        }
        List<Object> json = new ArrayList<>();
        for (Family family : call.ask(Metrics.class, Metrics::families)) {
            List<Object> samples = new ArrayList<>();
            for (Family.Sample sample : family.samples()) {
                samples.add(fields("labels", new TreeMap<>(sample.labels()), "value", sample.value()));
            }
            json.add(fields(
                    "name", family.name(),
                    "type", family.type().name().toLowerCase(Locale.ROOT),
                    "help", family.help(),
                    "samples", samples));
        }
        Json.print(json, call.terminal().output());
        return Commands.DONE;
    }
}
