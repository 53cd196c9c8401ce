package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.account.Forward;
import org.posthouse.api.account.NewAccount;
import org.posthouse.api.account.Quota;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.store.MailStore;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse account …}: who has mail here. */
final class AccountCommands {
    private static final Option PASSWORD = Option.flag("--password-stdin", "read the password from standard input");
    private static final Option NAME = Option.of("--name", "TEXT", "the person's name");
    private static final Option QUOTA = Option.of("--quota", "SIZE", "most mail it may keep: 500M, 1G, none");
    private static final Option QUOTA_MESSAGES =
            Option.of("--quota-messages", "N", "most messages it may keep: 50000, none");
    private static final Option PROTOCOLS =
            Option.of("--protocols", "imap,pop3,smtp", "those it may use (default: all)");
    private static final Option DISABLED = Option.flag("--disabled", "neither logins nor mail for now");
    private static final Option ENABLED = Option.flag("--enabled", "logins and mail again");
    private static final Option ADMIN = Option.flag("--admin", "an administrator of this server");
    private static final Option NO_ADMIN = Option.flag("--no-admin", "no administrator any more");
    private static final Option KEEP = Option.flag("--keep-mail", "leave its mail in the store");

    private AccountCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                        "account add",
                        "ADDRESS",
                        "make an account",
                        List.of(PASSWORD, NAME, QUOTA, QUOTA_MESSAGES, PROTOCOLS, DISABLED, ADMIN),
                        AccountCommands::add),
                Command.of(
                                "account set",
                                "ADDRESS",
                                "change what is given",
                                List.of(
                                        PASSWORD,
                                        NAME,
                                        QUOTA,
                                        QUOTA_MESSAGES,
                                        PROTOCOLS,
                                        DISABLED,
                                        ENABLED,
                                        ADMIN,
                                        NO_ADMIN),
                                AccountCommands::set)
                        .with(Trait.OFFLINE),
                Command.of("account show", "ADDRESS", "show an account", AccountCommands::show)
                        .with(Trait.LOOKS),
                AccountList.command(),
                Command.of(
                        "account remove",
                        "ADDRESS",
                        "remove an account and its mail",
                        List.of(KEEP, Option.YES),
                        AccountCommands::remove),
                RenameCommand.command(),
                OffboardCommand.command(),
                Command.of(
                        "account import",
                        "FILE.csv",
                        "make the accounts of a table with columns address,password|hash,name,quota: all or none",
                        AccountCommands::bring));
    }

    private static int add(Call call) throws MailException, UsageException, IOException {
        Options options = call.options();
        OptionalLong messages = quotaMessages(options);
        mustBeNew(call);
        char[] password = call.password();
        NewAccount account = new NewAccount(
                call.address(0),
                options.value("--name").orElse(""),
                Optional.of(password),
                Optional.empty(),
                quota(options),
                protocols(options).orElse(Account.ALL_PROTOCOLS),
                !options.has("--disabled"),
                options.has("--admin"));
        try {
            call.ask(Directory.class, directory -> {
                directory.add(List.of(account));
                if (messages.isPresent()) {
                    Account made = directory.find(account.address()).orElseThrow();
                    directory.change(
                            made.change().quotaMessages(messages.getAsLong()).build());
                }
                return true;
            });
        } finally {
            Arrays.fill(password, '\0');
            account.wipe();
        }
        call.done(account.address() + " is there");
        return Commands.DONE;
    }

    /** Before somebody is asked for a password in vain. */
    private static void mustBeNew(Call call) throws MailException, UsageException {
        Address address = call.address(0);
        if (call.terminal().interactive()
                && !call.options().has(PASSWORD.name())
                && call.ask(Directory.class, directory -> directory.find(address))
                        .isPresent()) {
            throw Call.refused(address + " is taken");
        }
    }

    private static int set(Call call) throws MailException, UsageException, IOException {
        Options options = call.options();
        Address address = call.address(0);
        if (Set.of(PASSWORD, NAME, QUOTA, QUOTA_MESSAGES, PROTOCOLS, DISABLED, ENABLED, ADMIN, NO_ADMIN).stream()
                .noneMatch(option -> options.has(option.name()))) {
            throw new UsageException("nothing to change was given");
        }
        Account account = find(call, address);
        Account.Builder changed = account.change();
        options.value("--name").ifPresent(changed::name);
        if (options.has("--quota")) {
            quota(options).ifPresentOrElse(changed::quota, changed::unlimited);
        }
        if (options.has("--quota-messages")) {
            quotaMessages(options).ifPresentOrElse(changed::quotaMessages, changed::unlimitedMessages);
        }
        protocols(options).ifPresent(changed::protocols);
        changed.enabled(options.has("--enabled") || (account.enabled() && !options.has("--disabled")));
        changed.administrator(options.has("--admin") || (account.administrator() && !options.has("--no-admin")));
        Optional<char[]> password = options.has("--password-stdin") ? Optional.of(call.password()) : Optional.empty();
        call.ask(Directory.class, directory -> {
            directory.change(changed.build());
            if (password.isPresent()) {
                directory.setPassword(address, password.get());
            }
            return true;
        });
        password.ifPresent(secret -> Arrays.fill(secret, '\0'));
        call.done(address + " is changed");
        return Commands.DONE;
    }

    private static int show(Call call) throws MailException, UsageException, IOException {
        Account account = find(call, call.address(0));
        MailStore.Usage usage = call.ask(MailStore.class, store -> store.usage(account.id()));
        List<Address> aliases = call.ask(Directory.class, directory -> directory.aliasesOf(account.address()));
        Object json = fields(
                "address", account.address(),
                "name", account.name(),
                "enabled", account.enabled(),
                "administrator", account.administrator(),
                "quota", account.quota(),
                "quotaMessages", account.quotaMessages(),
                "used", usage.octets(),
                "messages", usage.messages(),
                "protocols", new TreeSet<>(account.protocols()),
                "aliases", aliases,
                "forward", account.forward().map(AccountCommands::json).orElse(Map.of()),
                "lastLogin", account.lastLogin().map(Words::iso));
        Table table = new Table("", "")
                .row("Address", account.address())
                .row("Name", account.name())
                .row("State", account.enabled() ? "enabled" : "disabled")
                .row("Administrator", account.administrator() ? "yes" : "no")
                .row("Quota", quotas(account))
                .row(
                        "Used",
                        Words.size(usage.octets()) + AccountList.share(account, usage) + " in "
                                + Words.count(usage.messages(), "message"))
                .row("Protocols", String.join(", ", new TreeSet<>(account.protocols())))
                .row("Aliases", aliases.isEmpty() ? "none" : DomainCommands.join(aliases))
                .row("Forward", account.forward().map(AccountCommands::text).orElse("none"))
                .row("Last login", account.lastLogin().map(Words::moment).orElse("never"));
        call.answer(json, table);
        return Commands.DONE;
    }

    static String quotas(Account account) {
        String octets = Words.size(account.quota());
        return account.quotaMessages().isEmpty()
                ? octets
                : octets + ", " + Words.count(account.quotaMessages().getAsLong(), "message");
    }

    private static Map<String, Object> json(Forward forward) {
        return fields("targets", forward.targets(), "keepCopy", forward.keepCopy());
    }

    private static String text(Forward forward) {
        return DomainCommands.join(forward.targets()) + (forward.keepCopy() ? ", a copy stays" : "");
    }

    private static int remove(Call call) throws MailException, UsageException, IOException {
        Address address = call.address(0);
        boolean keep = call.options().has("--keep-mail");
        Account account = find(call, address);
        if (call.asks()) {
            MailStore.Usage usage = call.ask(MailStore.class, store -> store.usage(account.id()));
            String mail = Words.count(usage.messages(), "message") + " (" + Words.size(usage.octets()) + ")";
            call.confirm(address + " will be removed, "
                    + (keep ? "and " + mail + " stay in the store" : "and with it " + mail + " for good"));
        }
        call.ask(Directory.class, directory -> {
            directory.remove(address, keep);
            return true;
        });
        call.done(address + " is gone, its mail " + (keep ? "is kept" : "too"));
        return Commands.DONE;
    }

    private static int bring(Call call) throws MailException, IOException {
        List<NewAccount> accounts = AccountTable.read(call.file(0));
        try {
            call.ask(
                    Directory.class,
                    directory -> directory.add(accounts, (done, of) -> {
                        call.progress(done, of, "passwords made ready");
                        return call.wanted();
                    }));
        } finally {
            accounts.forEach(NewAccount::wipe);
        }
        call.done(accounts.size() == 1 ? "1 account is there" : accounts.size() + " accounts are there");
        return Commands.DONE;
    }

    static Account find(Call call, Address address) throws MailException {
        return call.ask(Directory.class, directory -> directory.find(address))
                .orElseThrow(() -> new MailException(
                        MailException.Kind.PERMANENT,
                        Status.NO_SUCH_MAILBOX,
                        "there is no account " + address + "; 'posthouse account list' shows those there are"));
    }

    private static OptionalLong quota(Options options) throws UsageException {
        Optional<String> text = options.value("--quota");
        return text.isPresent() ? Words.size(text.get()) : OptionalLong.empty();
    }

    private static OptionalLong quotaMessages(Options options) throws UsageException {
        try {
            return Quota.messages(options.value("--quota-messages").orElse("none"));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static Optional<Set<String>> protocols(Options options) throws UsageException {
        Optional<String> text = options.value("--protocols");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Set<String> protocols = new TreeSet<>();
        for (String word : text.get().toLowerCase(Locale.ROOT).split(",")) {
            if (!word.isBlank() && !Account.ALL_PROTOCOLS.contains(word.strip())) {
                throw new UsageException("'" + word + "' is none of imap, pop3, smtp");
            } else if (!word.isBlank()) {
                protocols.add(word.strip());
            }
        }
        return Optional.of(protocols);
    }
}
