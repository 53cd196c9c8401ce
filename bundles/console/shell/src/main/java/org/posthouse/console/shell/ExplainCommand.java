package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Router;
import org.posthouse.api.route.Router.Explanation;
import org.posthouse.api.route.Way;

/** {@code posthouse trace --explain ADDRESS}: what would become of mail for an address, and by which rule. */
final class ExplainCommand {
    private static final String REMOTE = "remote";

    private ExplainCommand() {}

    static int run(Call call, Address address) throws MailException, IOException {
        List<Explanation> steps = call.ask(Router.class, router -> router.explain(address));
        Set<String> remote = new TreeSet<>();
        steps.stream()
                .filter(step -> step.kind().equals(REMOTE))
                .forEach(step -> remote.add(step.address().domain()));
        List<Way> ways = new ArrayList<>();
        for (String domain : remote) {
            ways.add(way(call, domain));
        }
        if (call.options().has("--json")) {
            Json.print(json(address, steps, ways), call.terminal().output());
        } else {
            call.terminal().print(text(steps, ways));
        }
        return Commands.DONE;
    }

    private static Way way(Call call, String domain) throws MailException {
        return call.ask(
                Configurations.class,
                configurations -> call.ask(Resolver.class, resolver -> Way.of(domain, configurations, resolver)));
    }

    private static Map<String, Object> json(Address address, List<Explanation> steps, List<Way> ways) {
        return fields(
                "address",
                address,
                "steps",
                steps.stream()
                        .map(step -> fields(
                                "depth", step.depth(),
                                "address", step.address(),
                                "kind", step.kind(),
                                "why", step.why(),
                                "targets", step.targets()))
                        .toList(),
                "ways",
                ways.stream()
                        .map(way ->
                                fields("domain", way.domain(), "by", way.by(), "hosts", way.hosts(), "why", way.why()))
                        .toList());
    }

    private static String text(List<Explanation> steps, List<Way> ways) {
        StringBuilder text = new StringBuilder();
        for (Explanation step : steps) {
            String line = "  ".repeat(step.depth()) + step.address() + ": " + step.why();
            text.append(Harmless.line(line)).append('\n');
        }
        for (Way way : ways) {
            String line = String.format(Locale.ROOT, "Mail for %s: %s", way.domain(), way.why());
            text.append(Harmless.line(line)).append('\n');
            way.hosts()
                    .forEach(host ->
                            text.append("  ").append(Harmless.line(host)).append('\n'));
        }
        return text.toString();
    }
}
