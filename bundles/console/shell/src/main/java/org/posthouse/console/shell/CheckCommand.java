package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.crypto.Certificates;
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse check}: what is wrong with this server, what to do about it, and which DNS records to publish. */
final class CheckCommand {
    private static final String ACCESS = "org.posthouse.filter.access";
    private static final int CONNECT_MILLIS = 1_000;
    /** Certificates are renewed before that. */
    private static final int DAYS = 14;

    private CheckCommand() {}

    static List<Command> all() {
        return List.of(Command.of(
                        "check",
                        "",
                        "say what is wrong with this server and which DNS records to publish; status 4 if there are"
                                + " problems",
                        CheckCommand::run)
                .with(Trait.LOOKS));
    }

    private static int run(Call call) throws MailException, IOException {
        List<Finding> findings = new ArrayList<>();
        String host = HostName.of(call);
        findings.addAll(names(call, host));
        DnsChecks dns = call.ask(Resolver.class, DnsChecks::new);
        dns.host(host);
        dns.domains(call.ask(Directory.class, Directory::domains), host);
        findings.addAll(dns.findings());
        findings.addAll(doors(call));
        findings.addAll(certificate(call, host));
        findings.add(administrators(call));
        findings.addAll(relay(call));
        Path home = Path.of(call.property("posthouse.home").orElseThrow());
        findings.addAll(HomeChecks.permissions(home));
        findings.add(HomeChecks.clock(home, Instant.now()));
        findings.addAll(health(call));
        return tell(call, findings, dns.records());
    }

    private static int tell(Call call, List<Finding> findings, List<DnsRecord> records) throws IOException {
        long problems = findings.stream().filter(Finding::isProblem).count();
        Table table = new Table("STATE", "AREA", "WHAT");
        List<Object> json = new ArrayList<>();
        for (Finding each : findings) {
            table.row(
                    each.state(),
                    each.area(),
                    each.remedy().isEmpty() ? each.what() : each.what() + ": " + each.remedy());
            json.add(fields("area", each.area(), "state", each.state(), "what", each.what(), "remedy", each.remedy()));
        }
        Table zone = new Table("NAME", "TYPE", "STATE", "VALUE");
        List<Object> published = new ArrayList<>();
        for (DnsRecord each : records) {
            String state = each.presence().name().toLowerCase(Locale.ROOT);
            zone.row(each.name(), each.type(), each.needed() ? state : state + ", optional", each.value());
            published.add(fields(
                    "name", each.name(),
                    "type", each.type(),
                    "value", each.value(),
                    "needed", each.needed(),
                    "state", state));
        }
        if (call.options().has("--json")) {
            call.answer(fields("problems", problems, "findings", json, "records", published), table);
        } else {
            call.answer(json, table);
            call.terminal().print("\nRecords for DNS:\n");
            call.answer(json, zone);
        }
        return problems == 0 ? Commands.DONE : Commands.PROBLEMS;
    }

    /** One name in five places. */
    private static List<Finding> names(Call call, String host) throws MailException {
        List<Finding> findings = new ArrayList<>();
        for (String pid : HostName.PIDS) {
            Optional<String> other = HostName.configured(call, pid);
            if (other.isPresent() && !other.get().equals(host)) {
                findings.add(Finding.problem(
                        "host name",
                        pid + " calls this server " + other.get() + ", others call it " + host,
                        "posthouse setup --host " + host));
            }
        }
        return findings;
    }

    /** Whether who knocks is let in; from here, where no firewall stands between. */
    private static List<Finding> doors(Call call) throws MailException {
        List<Finding> findings = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (Listeners.Service service : call.ask(Listeners.class, Listeners::services)) {
            if (!service.state().equals("up")) {
                findings.add(Finding.problem(
                        "ports", service.name() + " does not listen: " + service.reason(), "posthouse status"));
                continue;
            }
            for (String address : service.addresses()) {
                if (reachable(address)) {
                    open.add(service.name() + " " + address);
                } else {
                    findings.add(Finding.problem(
                            "ports", service.name() + " at " + address + " takes no connection", "posthouse status"));
                }
            }
        }
        if (!open.isEmpty()) {
            findings.add(Finding.ok("ports", String.join(", ", open)));
        }
        return findings;
    }

    /** An address that stands for all is tried at loopback. */
    private static boolean reachable(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, Math.max(0, colon)).replaceAll("[\\[\\]]", "");
        boolean all = host.isEmpty() || host.equals("*") || host.equals("0.0.0.0") || host.matches("[0:]+");
        try (Socket socket = new Socket()) {
            int port = Integer.parseInt(address.substring(colon + 1));
            socket.connect(new InetSocketAddress(all ? "127.0.0.1" : host, port), CONNECT_MILLIS);
            return true;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private static List<Finding> certificate(Call call, String host) throws MailException {
        List<Certificate> chain = call.ask(Certificates.class, Certificates::chain).stream()
                .map(Certificate::new)
                .toList();
        Certificate own = chain.get(0);
        Instant now = Instant.now();
        List<Finding> findings = new ArrayList<>();
        for (String doubt : CertCommands.doubts(own, chain.size(), host, now)) {
            boolean grave = !own.isFor(host) || own.days(now) < DAYS;
            String remedy = "posthouse cert install CERT.pem KEY.pem";
            findings.add(
                    grave
                            ? Finding.problem("certificate", doubt, remedy)
                            : Finding.advice("certificate", doubt, remedy));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok("certificate", "for " + host + ", " + own.days(now) + " more days"));
        }
        return findings;
    }

    private static Finding administrators(Call call) throws MailException {
        long there = call.ask(Directory.class, directory -> directory.accounts(Optional.empty())).stream()
                .filter(account -> account.administrator() && account.enabled())
                .map(Account::address)
                .count();
        return there == 0
                ? Finding.problem(
                        "administrators",
                        "there is no administrator: nobody reads postmaster's mail, and the console does not start",
                        "posthouse setup")
                : Finding.ok("administrators", Words.count(there, "administrator"));
    }

    /** What is not relayed is core's own rule; the list says who may send to anybody all the same. */
    private static List<Finding> relay(Call call) throws MailException {
        List<String> entries = call.ask(Configurations.class, configurations -> configurations.show(ACCESS))
                .flatMap(described -> described.setting("relay"))
                .map(Configurations.Setting::values)
                .orElse(List.of());
        List<Finding> findings = new ArrayList<>();
        for (String entry : entries) {
            if (entry.matches("[0-9.]+/([0-9]|1[0-5])") && !entry.startsWith("10.") && !entry.startsWith("127.")) {
                findings.add(Finding.problem(
                        "relay",
                        entry + " is a large part of the world, and may send to anybody",
                        "posthouse relay remove " + entry));
            }
        }
        if (Boolean.parseBoolean(call.property("posthouse.demo").orElse(""))) {
            findings.add(Finding.advice(
                    "relay",
                    "this is a demonstration: its accounts have known passwords",
                    "start without --demo for real mail"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    "relay",
                    entries.isEmpty()
                            ? "nobody sends to others without a login"
                            : "without a login only: " + String.join(", ", entries)));
        }
        return findings;
    }

    /** Disk, queue, plug-ins, settings, damage: what the server watches by itself. */
    private static List<Finding> health(Call call) throws MailException {
        List<Finding> findings = new ArrayList<>();
        HealthCheckSelector ours = HealthCheckSelector.tags("posthouse");
        for (HealthCheckExecutionResult check :
                call.ask(HealthCheckExecutor.class, executor -> executor.execute(ours))) {
            String name = check.getHealthCheckMetadata().getName();
            List<String> found = new ArrayList<>();
            for (ResultLog.Entry entry : check.getHealthCheckResult()) {
                found.add(entry.getMessage());
            }
            String what = String.join("; ", found);
            if (!Set.of("listeners").contains(name)) {
                findings.add(
                        switch (check.getHealthCheckResult().getStatus()) {
                            case OK -> Finding.ok(name, what);
                            case WARN -> Finding.advice(name, what, "posthouse health");
                            default -> Finding.problem(name, what, "posthouse health");
                        });
            }
        }
        return findings;
    }
}
