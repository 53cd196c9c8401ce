package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse route …}: hosts that mail for the outside goes through, instead of those that DNS names. */
final class RouteCommands {
    private static final Option USER =
            Option.of("--user", "NAME", "log in there, with the password of --password-stdin");
    private static final Option PASSWORD = Option.flag("--password-stdin", "read that password from standard input");
    private static final Option ENCRYPTION = Option.of(
            "--tls",
            "none|may|must",
            "encrypt never; if it is offered, with any certificate; or always, and only with a certificate that proves the host's name"
                    + " (default: may; with --user: must)");
    private static final Option VERIFY =
            Option.of("--verify", "yes|no", "whether must, and a login, ask for that proof (default: yes)");

    private RouteCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                        "route set",
                        "DOMAIN|* HOST[:PORT]",
                        "send mail for a domain, or for all others, through this host",
                        List.of(USER, PASSWORD, ENCRYPTION, VERIFY),
                        RouteCommands::set),
                Command.of("route clear", "DOMAIN|*", "send it as DNS says again", RouteCommands::clear),
                Command.of("route list", "", "list these routes", RouteCommands::list)
                        .with(Trait.LOOKS));
    }

    private static int set(Call call) throws MailException, UsageException, IOException {
        Options options = call.options();
        Optional<String> user = options.value("--user");
        if (user.isPresent() != options.has("--password-stdin")
                && !call.terminal().interactive()) {
            throw new UsageException("--user and --password-stdin go together");
        }
        String tls = options.value("--tls").orElse(user.isPresent() ? "must" : "may");
        Relay route = Relay.read(call.word(0), call.word(1), user.orElse(""), tls)
                .verifying(options.value(VERIFY.name()).orElse("yes"));
        char[] password = user.isPresent() ? call.password() : new char[0];
        String pid = Relay.pid(route.domain());
        call.settings(configurations -> {
            if (configurations.show(pid).isEmpty()) {
                throw Call.refused("what delivers to other servers (org.posthouse.delivery.smtp) is not installed");
            }
            configurations.set(pid, route.settings(new String(password)));
            return true;
        });
        Arrays.fill(password, '\0');
        call.done("mail for " + spoken(route.domain()) + " goes through " + route.target());
        return Commands.DONE;
    }

    private static int clear(Call call) throws MailException, UsageException, IOException {
        String domain = Relay.domain(call.word(0));
        String pid = Relay.pid(domain);
        call.settings(configurations -> {
            if (!configurations.pids().contains(pid)) {
                throw Call.refused("there is no route for " + spoken(domain) + "; 'posthouse route list' shows them");
            }
            configurations.reset(pid);
            return true;
        });
        call.done("mail for " + spoken(domain) + " goes as DNS says");
        return Commands.DONE;
    }

    private static int list(Call call) throws MailException, IOException {
        Table table = new Table("DOMAIN", "THROUGH", "USER", "TLS").whenEmpty("All mail goes as DNS says.");
        List<Object> json = new ArrayList<>();
        for (Relay route : call.ask(Configurations.class, RouteCommands::routes)) {
            table.row(route.domain(), route.target(), route.user(), route.tls());
            json.add(fields(
                    "domain", route.domain(),
                    "host", route.host(),
                    "port", route.port(),
                    "user", route.user(),
                    "tls", route.tls(),
                    "verify", route.verify()));
        }
        call.answer(json, table);
        return Commands.DONE;
    }

    static List<Relay> routes(Configurations configurations) {
        return configurations.pids().stream()
                .filter(Relay::isOne)
                .flatMap(pid -> configurations.show(pid).stream())
                .map(Relay::of)
                .toList();
    }

    private static String spoken(String domain) {
        return domain.equals(Relay.ALL) ? "all domains without a route of their own" : domain;
    }
}
