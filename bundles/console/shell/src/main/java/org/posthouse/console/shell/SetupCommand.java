package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.account.NewAccount;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.crypto.Certificates;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.console.shell.Command.Trait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code posthouse setup}: what a new server needs before mail can flow. Asks at a terminal for what was not given; what is there
 * already stays, so it may be given again at any time.
 */
final class SetupCommand {
    private static final Option HOST = Option.of("--host", "NAME", "the server's full name, as mail.school.edu");
    private static final Option DOMAIN = Option.of("--domain", "NAME", "the first domain whose mail is ours");
    private static final Option ADMIN = Option.of("--administrator", "ADDRESS", "the first administrator");
    private static final Option PASSWORD =
            Option.flag("--password-stdin", "read the administrator's password from standard input");
    private static final Option CERTIFICATE = Option.of(
            "--certificate", "FILE", "a certificate in PEM, with its chain (default: one that vouches for itself)");
    private static final Option KEY = Option.of("--key", "FILE", "its key in PEM");

    private static final Logger LOG = LoggerFactory.getLogger(SetupCommand.class);
    private static final int LOOKS = 150;
    private static final long LOOK_MILLIS = 100;

    private SetupCommand() {}

    static List<Command> all() {
        return List.of(Command.of(
                        "setup",
                        "",
                        "name the server, its first domain, administrator and certificate; asks for what is missing",
                        List.of(HOST, DOMAIN, ADMIN, PASSWORD, CERTIFICATE, KEY),
                        SetupCommand::run)
                .with(Trait.OFFLINE));
    }

    /** What is wanted, checked before anything is changed. */
    private record Wish(String host, Optional<String> domain, Optional<Address> admin, List<Path> certificate) {}

    /** What became of one part. */
    private record Deed(String part, String state, String value) {}

    private static int run(Call call) throws MailException, UsageException, IOException {
        given(call.options());
        Wish wish = wish(call);
        char[] password = new char[0];
        if (wish.admin().isPresent() && account(call, wish.admin().get()).isEmpty()) {
            password = call.password();
            mustBeLongEnough(call, password);
        }
        List<Deed> deeds = new ArrayList<>();
        try {
            carryOut(call, wish, password, deeds);
        } catch (MailException e) {
            if (deeds.isEmpty()) {
                throw e;
            }
            call.terminal().error("posthouse: " + e.getMessage() + "; the rest is done, give the command again\n");
            tell(call, deeds);
            return Commands.PROBLEMS;
        } finally {
            Arrays.fill(password, '\0');
        }
        tell(call, deeds);
        if (!call.options().has("--json")) {
            call.terminal()
                    .print(
                            "\nNext: 'posthouse start', if it does not run; then 'posthouse check' says which DNS records"
                                    + " to publish.\n");
        }
        return Commands.DONE;
    }

    /** What was given is judged before anybody is asked. */
    private static void given(Options options) throws UsageException {
        if (options.has(HOST.name())) {
            host(options.value(HOST.name()).orElseThrow());
        }
        if (options.has(ADMIN.name())) {
            Call.address(options.value(ADMIN.name()).orElseThrow());
        }
        if (options.has(CERTIFICATE.name()) != options.has(KEY.name())) {
            throw new UsageException("--certificate and --key go together");
        }
    }

    private static String host(String word) throws UsageException {
        String name = word.strip().toLowerCase(Locale.ROOT);
        if (!HostName.isFull(name)) {
            throw new UsageException("'" + word + "' is no full name of a host, such as mail.school.edu");
        }
        return name;
    }

    private static Wish wish(Call call) throws MailException, UsageException, IOException {
        Options options = call.options();
        Optional<String> known = HostName.configured(call);
        String suggested = known.orElseGet(() -> HostName.machine(call));
        String host = host(answer(
                call, HOST, "Name of this server", HostName.isFull(suggested) ? suggested : "", known.isPresent()));
        List<String> domains = List.copyOf(call.ask(Directory.class, Directory::domains));
        String parent = host.substring(host.indexOf('.') + 1);
        Optional<String> domain = domains.isEmpty() || options.has(DOMAIN.name())
                ? Optional.of(answer(call, DOMAIN, "First domain", parent.indexOf('.') < 0 ? host : parent, false)
                        .toLowerCase(Locale.ROOT))
                : Optional.empty();
        boolean administered = call.ask(Directory.class, directory -> directory.accounts(Optional.empty())).stream()
                .anyMatch(account -> account.administrator() && account.enabled());
        Optional<Address> admin = Optional.empty();
        if (!administered || options.has(ADMIN.name())) {
            String first = domain.orElseGet(() -> domains.get(0));
            admin = Optional.of(Call.address(answer(call, ADMIN, "First administrator", "admin@" + first, false)));
            String its = admin.get().domain();
            if (!domains.contains(its) && !domain.equals(Optional.of(its))) {
                throw Call.refused(its + " is no domain of ours; name it with --domain " + its);
            }
        }
        return new Wish(host, domain, admin, certificate(call));
    }

    /** As it was given, or is said now; what may stay as it is need not be said where nobody can be asked. */
    private static String answer(Call call, Option option, String question, String suggested, boolean mayStay)
            throws UsageException, IOException, NotRunningException {
        Optional<String> given = call.options().value(option.name());
        if (given.isPresent()) {
            return given.get();
        }
        if (!call.terminal().interactive()) {
            if (mayStay) {
                return suggested;
            }
            throw new UsageException(
                    "missing: " + option.name() + " " + option.argument().orElse("") + ", " + option.purpose());
        }
        String prompt = question + (suggested.isEmpty() ? ": " : " [" + suggested + "]: ");
        String said = call.terminal().line(prompt).strip();
        return said.isEmpty() ? suggested : said;
    }

    private static List<Path> certificate(Call call) throws IOException, NotRunningException, UsageException {
        Options options = call.options();
        Path folder = call.terminal().folder();
        if (options.has(CERTIFICATE.name())) {
            return List.of(
                    folder.resolve(options.value(CERTIFICATE.name()).orElseThrow()),
                    folder.resolve(options.value(KEY.name()).orElseThrow()));
        }
        if (!call.terminal().interactive()) {
            return List.of();
        }
        String file = call.terminal()
                .line("Certificate in PEM, with its chain (empty: as it is, at first one that vouches for itself): ")
                .strip();
        return file.isEmpty()
                ? List.of()
                : List.of(
                        folder.resolve(file),
                        folder.resolve(call.terminal().line("Its key in PEM: ").strip()));
    }

    private static Optional<Account> account(Call call, Address address) throws MailException {
        return call.ask(Directory.class, directory -> directory.find(address));
    }

    /** Said before anything is changed. */
    private static void mustBeLongEnough(Call call, char[] password) throws MailException {
        int least = call
                .ask(Configurations.class, configurations -> configurations.show("org.posthouse.core.accounts"))
                .flatMap(described -> described.setting("shortestPassword"))
                .map(Configurations.Setting::values)
                .stream()
                .flatMap(List::stream)
                .filter(text -> text.matches("[0-9]{1,4}"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(1);
        if (password.length < least) {
            throw Call.refused("the password needs at least " + least + " characters");
        }
    }

    private static void carryOut(Call call, Wish wish, char[] password, List<Deed> deeds) throws MailException {
        if (!wish.certificate().isEmpty()) {
            List<Path> files = wish.certificate();
            call.ask(Certificates.class, certificates -> {
                certificates.install(files.get(0), Optional.of(files.get(1)), false);
                return true;
            });
            deeds.add(new Deed("certificate", "installed", files.get(0).toString()));
        }
        boolean named = name(call, wish.host());
        deeds.add(new Deed("host name", named ? "set" : "kept", wish.host()));
        if (named) {
            settle(call);
        }
        if (wish.domain().isPresent()) {
            String domain = wish.domain().get();
            boolean there = call.ask(Directory.class, Directory::domains).contains(domain);
            if (!there) {
                call.ask(Directory.class, directory -> {
                    directory.addDomain(domain);
                    return true;
                });
            }
            deeds.add(new Deed("domain", there ? "kept" : "made", domain));
        }
        if (wish.admin().isPresent()) {
            deeds.add(administrator(call, wish.admin().get(), password));
        }
    }

    /** In every place it is set; whether one of them had another. */
    private static boolean name(Call call, String host) throws MailException {
        boolean changed = false;
        for (String pid : HostName.PIDS) {
            boolean known = call.ask(Configurations.class, configurations -> configurations.show(pid))
                    .isPresent();
            if (known && !HostName.configured(call, pid).equals(Optional.of(host))) {
                call.set(pid, Map.of(HostName.SETTING, List.of(host)));
                changed = true;
            }
        }
        return changed;
    }

    /** What has a new name was made anew: waits until it serves again, some seconds at most. */
    private static void settle(Call call) {
        try {
            for (int look = 0; look < LOOKS; look++) {
                boolean serves = call.ask(Listeners.class, Listeners::services).stream()
                        .noneMatch(service -> service.state().equals("waiting"));
                if (serves) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (MailException e) {
            LOG.debug("nothing listens that could be waited for", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Deed administrator(Call call, Address address, char[] password) throws MailException {
        Optional<Account> there = account(call, address);
        if (there.isPresent() && there.get().administrator() && there.get().enabled()) {
            return new Deed("administrator", "kept", address.toString());
        }
        if (there.isPresent()) {
            Account changed =
                    there.get().change().administrator(true).enabled(true).build();
            call.ask(Directory.class, directory -> {
                directory.change(changed);
                return true;
            });
            return new Deed("administrator", "set", address.toString());
        }
        NewAccount account = new NewAccount(
                address,
                "",
                Optional.of(password),
                Optional.empty(),
                OptionalLong.empty(),
                Account.ALL_PROTOCOLS,
                true,
                true);
        try {
            call.ask(Directory.class, directory -> directory.add(List.of(account)));
        } finally {
            account.wipe();
        }
        return new Deed("administrator", "made", address.toString());
    }

    private static void tell(Call call, List<Deed> deeds) throws IOException {
        Table table = new Table("PART", "STATE", "VALUE");
        deeds.forEach(deed -> table.row(deed.part(), deed.state(), deed.value()));
        call.answer(
                deeds.stream()
                        .map(deed -> fields("part", deed.part(), "state", deed.state(), "value", deed.value()))
                        .toList(),
                table);
    }
}
