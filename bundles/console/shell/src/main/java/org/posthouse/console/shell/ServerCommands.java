package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Client;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.net.TlsFacts;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.store.MailStore;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse status}, {@code posthouse reload} and {@code posthouse connections}. */
final class ServerCommands {
    private static final String CONSOLE = "org.posthouse.console.web";
    private static final String PAGES = "/system/console";
    private static final Option USER = Option.of("--user", "NAME", "those of this user only");

    private static final Option ALL = Option.flag(
            "--all",
            "read bundles/ and features/ again, as after an upgrade, and restart every bundle; the listening sockets stay"
                    + " open, connections end when their mail is taken");

    private ServerCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of("status", "", "say what the server serves", ServerCommands::status)
                        .with(Trait.LOOKS),
                Command.of(
                        "reload",
                        "",
                        "say whether all of etc/ and plugins/ is read; with --all, restart every bundle",
                        List.of(ALL),
                        ServerCommands::reload),
                Command.of("connections", "", "list who is connected", List.of(USER), ServerCommands::connections)
                        .with(Trait.LOOKS),
                Command.of("connections close", "[ID]", "end connections", List.of(USER), ServerCommands::close));
    }

    private static int status(Call call) throws MailException, IOException {
        Instant since = ProcessHandle.current().info().startInstant().orElse(Instant.now());
        String version = call.property("posthouse.version").orElse("");
        List<Listeners.Service> services = new ArrayList<>(call.ask(Listeners.class, Listeners::services));
        services.sort(Comparator.comparing(Listeners.Service::name));
        console(call).ifPresent(services::add);
        Instant now = Instant.now();
        boolean up = services.stream().allMatch(service -> service.state().equals("up"));
        Table table = new Table("SERVICE", "STATE", "SINCE", "ADDRESSES");
        List<Object> json = new ArrayList<>();
        for (Listeners.Service service : services) {
            table.row(
                    service.name(),
                    service.state(),
                    Words.ago(Duration.between(service.since(), now)),
                    Stream.concat(service.addresses().stream(), Stream.of(service.reason()))
                            .filter(words -> !words.isEmpty())
                            .collect(Collectors.joining(", ")));
            json.add(fields(
                    "name", service.name(),
                    "state", service.state(),
                    "since", Words.iso(service.since()),
                    "addresses", service.addresses(),
                    "reason", service.reason()));
        }
        String state = up ? "up" : "degraded";
        String keptBy = keptBy(call);
        String safe = Boolean.parseBoolean(call.property("posthouse.safe").orElse("")) ? safe(call) : "";
        if (!call.options().has("--json")) {
            call.terminal()
                    .print("Posthouse " + version + " is " + state + ", process "
                            + ProcessHandle.current().pid() + ", since "
                            + Words.moment(since) + "\nIt runs on Java " + Runtime.version() + "\n");
            if (!keptBy.isEmpty()) {
                call.terminal().print("Mail is kept by " + keptBy + "\n");
            }
            if (!safe.isEmpty()) {
                call.terminal().print("It was started safe: " + safe + "\n");
            }
        }
        call.answer(
                fields(
                        "state", state,
                        "since", Words.iso(since),
                        "version", version,
                        "java", Runtime.version().toString(),
                        "pid", ProcessHandle.current().pid(),
                        "safe", safe,
                        "store", keptBy,
                        "services", json),
                table);
        return Commands.DONE;
    }

    /** Empty while nobody can tell: the rest is said all the same. */
    private static String keptBy(Call call) {
        try {
            return call.ask(MailStore.class, MailStore::keptBy).orElse("");
        } catch (MailException away) {
            return "";
        }
    }

    private static String safe(Call call) {
        return call.property("posthouse.safe.reason")
                .filter(why -> !why.isEmpty())
                .orElse("--safe leaves plugins/ alone");
    }

    /** Begins it: who waits for its end is {@code bin/posthouse}, for this very command goes down with the rest. */
    private static int reload(Call call) throws MailException, IOException {
        if (!call.options().has("--all")) {
            call.looksOnly();
            boolean settled = call.ask(PlugIns.class, PlugIns::settled);
            call.done("etc/ and plugins/ are read whenever they change"
                    + (settled ? ": nothing is to be done" : ", and the server is about to")
                    + "; --all restarts every bundle");
            return Commands.DONE;
        }
        List<String> against = call.reload();
        if (!against.isEmpty()) {
            throw Call.refused("nothing was restarted: " + String.join("; ", against));
        }
        return Commands.DONE;
    }

    /** The web console, while it is there, even where nobody can reach it; it comes after mail. */
    private static Optional<Listeners.Service> console(Call call) throws MailException {
        List<String> addresses = call.endpoints().stream()
                .map(url -> url.replaceFirst("/$", "") + PAGES)
                .toList();
        return call.ask(PlugIns.class, plugIns -> plugIns.find(CONSOLE)).stream()
                .filter(plugIn -> plugIn.state().equals("active"))
                .findFirst()
                .map(plugIn -> new Listeners.Service(
                        "console",
                        "http",
                        addresses.isEmpty() ? "failed" : "up",
                        addresses,
                        addresses.isEmpty() ? "no address is open to it; log/posthouse.log says why" : "",
                        plugIn.since()));
    }

    private static int connections(Call call) throws MailException, IOException {
        Optional<String> user = call.options().value("--user");
        Table table = new Table("ID", "SERVICE", "CLIENT", "USER", "TLS", "SINCE", "IN", "OUT", "DOING")
                .spare("IN", "OUT")
                .whenEmpty("Nobody is connected.");
        List<Object> json = new ArrayList<>();
        Instant now = Instant.now();
        for (Listeners.Connection connection : call.ask(Listeners.class, Listeners::connections)) {
            Client client = connection.client();
            if (user.isPresent() && !user.equals(client.user())) {
                continue;
            }
            String tls = client.tls().map(TlsFacts::protocol).orElse("");
            String address = client.address().getAddress().getHostAddress() + ":"
                    + client.address().getPort();
            table.row(
                    client.id(),
                    client.service(),
                    address,
                    client.user().orElse(""),
                    tls.isEmpty() ? "no" : tls,
                    Words.ago(Duration.between(client.since(), now)),
                    Words.size(connection.activity().received()),
                    Words.size(connection.activity().sent()),
                    connection.activity().doing().words());
            json.add(fields(
                    "id", client.id(),
                    "service", client.service(),
                    "protocol", connection.protocol(),
                    "version", connection.version(),
                    "client", address,
                    "user", client.user(),
                    "tls", tls,
                    "since", Words.iso(client.since()),
                    "received", connection.activity().received(),
                    "sent", connection.activity().sent(),
                    "doing", connection.activity().doing().name().toLowerCase(Locale.ROOT)));
        }
        call.answer(json, table);
        return Commands.DONE;
    }

    private static int close(Call call) throws MailException, UsageException, IOException {
        Optional<String> user = call.options().value("--user");
        if (user.isPresent() != call.words().isEmpty()) {
            throw new UsageException("say which: an ID, or --user NAME");
        }
        int closed = call.ask(Listeners.class, listeners -> {
            List<String> ids = user.isEmpty()
                    ? call.words()
                    : listeners.connections().stream()
                            .map(Listeners.Connection::client)
                            .filter(client -> client.user().equals(user))
                            .map(Client::id)
                            .toList();
            return (int) ids.stream().filter(listeners::close).count();
        });
        if (closed == 0) {
            throw Call.refused("there is no such connection; 'posthouse connections' lists those there are");
        }
        call.done(closed + (closed == 1 ? " connection is ending" : " connections are ending"));
        return Commands.DONE;
    }
}
