package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.dns.Answer;
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.dns.Resolver.Mx;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Router;
import org.posthouse.api.route.Router.Explanation;

/** {@code posthouse trace --explain ADDRESS}: what would become of mail for an address, and by which rule. */
final class ExplainCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String REMOTE = "remote";

    private ExplainCommand() {}

    /** Where mail for a remote domain would be taken, in order; by a fixed route, MX records, or the domain's own address. */
    private record Way(String domain, String by, List<String> hosts, String why) {}

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
            call.terminal().print(Json.text(json(address, steps, ways)));
        } else {
            call.terminal().print(text(steps, ways));
        }
        return Commands.DONE;
    }

    private static Way way(Call call, String domain) throws MailException {
        List<Relay> routes = call.ask(Configurations.class, RouteCommands::routes);
        Optional<Relay> fixed = Stream.of(Relay.name(domain), Relay.ALL)
                .flatMap(name -> routes.stream().filter(route -> route.domain().equals(name)))
                .findFirst();
        return fixed.isPresent()
                ? new Way(
                        domain,
                        "route",
                        List.of(fixed.get().target()),
                        fixed.get().domain().equals(Relay.ALL) ? "fixed route of all domains" : "fixed route")
                : call.ask(Resolver.class, resolver -> byDns(resolver, domain));
    }

    /** RFC 5321 §5.1, RFC 7505. */
    private static Way byDns(Resolver resolver, String domain) {
        Answer<Mx> exchangers = resolver.mx(domain, PATIENCE);
        if (exchangers.failed()) {
            return new Way(domain, "unknown", List.of(), "DNS does not answer now; mail would wait");
        }
        if (exchangers.outcome() == Answer.Outcome.NO_NAME) {
            return new Way(domain, "nothing", List.of(), "there is no such domain; mail would come back");
        }
        if (exchangers.values().stream().anyMatch(Mx::none)) {
            return new Way(domain, "nothing", List.of(), "the domain takes no mail (null MX); it would come back");
        }
        if (exchangers.found()) {
            List<String> hosts = exchangers.values().stream()
                    .sorted(Comparator.comparingInt(Mx::preference).thenComparing(Mx::host))
                    .map(mx -> mx.preference() + " " + mx.host())
                    .toList();
            return new Way(domain, "mx", hosts, "MX records, the lowest number first");
        }
        Answer<?> own = resolver.addresses(domain, PATIENCE);
        return switch (own.outcome()) {
            case FOUND -> new Way(domain, "address", List.of(domain), "no MX record: the domain's own address");
            case FAILED -> new Way(domain, "unknown", List.of(), "DNS does not answer now; mail would wait");
            default -> new Way(domain, "nothing", List.of(), "neither MX record nor address; mail would come back");
        };
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
            text.append(Table.printable(line)).append('\n');
        }
        for (Way way : ways) {
            String line = String.format(Locale.ROOT, "Mail for %s: %s", way.domain(), way.why());
            text.append(Table.printable(line)).append('\n');
            way.hosts()
                    .forEach(host ->
                            text.append("  ").append(Table.printable(host)).append('\n'));
        }
        return text.toString();
    }
}
