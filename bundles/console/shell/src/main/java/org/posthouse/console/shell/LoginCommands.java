package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.account.Logins;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.config.Configurations.Described;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse auth test} and {@code posthouse blocked …}: whether somebody could log in, and who has to wait. */
final class LoginCommands {
    private static final String LISTENER = "org.posthouse.core.net.listener~";
    private static final Set<String> PROTOCOLS = Set.of("imap", "pop3", "smtp", "console");
    private static final Option PROTOCOL =
            Option.of("--protocol", "imap|pop3|smtp|console", "by which it would log in (default: imap)");
    private static final Option PASSWORD = Option.flag("--password-stdin", "read the password from standard input");

    private LoginCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                                "auth test",
                                "ADDRESS",
                                "say, question by question, whether this login would succeed; it is not counted as one",
                                List.of(PROTOCOL, PASSWORD),
                                LoginCommands::test)
                        .with(Trait.LOOKS),
                Command.of(
                                "blocked list",
                                "",
                                "list the names and networks whose logins wait after too many that failed",
                                LoginCommands::list)
                        .with(Trait.LOOKS),
                Command.of(
                        "blocked release",
                        "ADDRESS|IP",
                        "forget the failed logins of this name or from this address",
                        LoginCommands::release));
    }

    private static int test(Call call) throws MailException, UsageException, IOException {
        String protocol = call.options().value(PROTOCOL.name()).orElse("imap");
        if (!PROTOCOLS.contains(protocol)) {
            throw new UsageException("'" + protocol + "' is none of imap, pop3, smtp, console");
        }
        String name = call.address(0).toString();
        char[] password = call.password(false);
        List<Logins.Step> steps = new ArrayList<>();
        try {
            steps.addAll(call.ask(Logins.class, logins -> logins.examine(protocol, name, password)));
        } finally {
            Arrays.fill(password, '\0');
        }
        if (!protocol.equals("console")) {
            steps.add(tls(call, protocol));
        }
        boolean passes = steps.stream().allMatch(Logins.Step::passed);
        Table table = new Table("QUESTION", "STATE", "ANSWER");
        List<Object> json = new ArrayList<>();
        for (Logins.Step step : steps) {
            table.row(step.question(), step.passed() ? "ok" : "no", step.finding());
            json.add(fields("question", step.question(), "passed", step.passed(), "finding", step.finding()));
        }
        call.answer(fields("address", name, "protocol", protocol, "passes", passes, "steps", json), table);
        return passes ? Commands.DONE : Commands.PROBLEMS;
    }

    /** At which doors a password may come without TLS. */
    private static Logins.Step tls(Call call, String protocol) throws MailException {
        List<String> doors = new ArrayList<>();
        List<String> clear = new ArrayList<>();
        for (String pid : call.ask(Configurations.class, Configurations::pids)) {
            Optional<Described> door = pid.startsWith(LISTENER)
                    ? call.ask(Configurations.class, configurations -> configurations.show(pid))
                    : Optional.empty();
            String speaks = value(door, "protocol");
            if (speaks.equals(protocol) || (protocol.equals("smtp") && speaks.equals("submission"))) {
                String service = value(door, "service");
                doors.add(service + (value(door, "tls").equals("implicit") ? " (TLS from the start)" : ""));
                if (value(door, "clearTextLogin").equals("true")) {
                    clear.add(service);
                }
            }
        }
        boolean demo = Boolean.parseBoolean(call.property("posthouse.demo").orElse(""));
        String rule = demo
                ? "; a demonstration takes passwords in clear text"
                : clear.isEmpty()
                        ? "; passwords are taken under TLS only"
                        : "; in clear text, too, by " + String.join(", ", clear);
        return new Logins.Step(
                "tls",
                !doors.isEmpty(),
                doors.isEmpty() ? "no listener serves " + protocol : String.join(", ", doors) + rule);
    }

    private static String value(Optional<Described> described, String setting) {
        return described.flatMap(each -> each.setting(setting)).map(Configurations.Setting::values).stream()
                .flatMap(List::stream)
                .findFirst()
                .orElse("");
    }

    private static int list(Call call) throws MailException, IOException {
        Table table = new Table("NAME", "FROM", "FAILED", "NEXT TRY").whenEmpty("Nobody has to wait.");
        List<Object> json = new ArrayList<>();
        Instant now = Instant.now();
        for (Logins.Held held : call.ask(Logins.class, Logins::held)) {
            table.row(
                    held.name().isEmpty() ? "any" : held.name(),
                    held.network().isEmpty() ? "anywhere" : held.network(),
                    held.failures(),
                    held.until().isAfter(now) ? "in " + Words.ago(Duration.between(now, held.until())) : "now");
            json.add(fields(
                    "name", held.name(),
                    "network", held.network(),
                    "failures", held.failures(),
                    "until", held.until().isAfter(now) ? Optional.of(Words.iso(held.until())) : Optional.empty()));
        }
        call.answer(json, table);
        return Commands.DONE;
    }

    private static int release(Call call) throws MailException, IOException {
        String who = call.word(0);
        int released = call.ask(Logins.class, logins -> logins.release(who));
        if (released == 0) {
            throw Call.refused("no failed logins of " + who + " are known; 'posthouse blocked list' shows who waits");
        }
        call.answer(fields("released", who, "counts", released), who + " may try again at once");
        return Commands.DONE;
    }
}
