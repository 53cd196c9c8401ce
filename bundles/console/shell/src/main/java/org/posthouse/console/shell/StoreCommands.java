package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.StoreCare;
import org.posthouse.api.store.StoreStats;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse store …}: whether mail is kept as it should be, and what can be done if it is not. */
final class StoreCommands {
    private static final Option REPAIR = Option.flag(
            "--repair",
            "mend what can be mended; what is cut out lies in the store's quarantine, and nothing is destroyed");

    private StoreCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                                "store check",
                                "[ADDRESS]",
                                "compare the index with the mail, and each message with its checksum; mail goes on"
                                        + " meanwhile; status 4 if something is wrong and has not been mended",
                                List.of(REPAIR),
                                StoreCommands::check)
                        .with(Trait.OFFLINE),
                Command.of(
                                "store rebuild",
                                "ADDRESS",
                                "make the whole index of an account anew from its messages: the same UIDs, flags and dates",
                                StoreCommands::rebuild)
                        .with(Trait.OFFLINE),
                Command.of(
                                "store recount",
                                "ADDRESS",
                                "count an account's messages and their octets anew",
                                StoreCommands::recount)
                        .with(Trait.OFFLINE),
                Command.of(
                                "store compact",
                                "",
                                "give back the room on disk of what is not wanted any more",
                                StoreCommands::compact)
                        .with(Trait.OFFLINE),
                Command.of("store stats", "", "say how much is kept, and where", StoreCommands::stats)
                        .with(Trait.OFFLINE, Trait.LOOKS));
    }

    /** What is asked of the store. */
    @FunctionalInterface
    private interface Work {
        CareReport on(StoreCare care, Flaws flaws) throws MailException;
    }

    private static CareReport tend(Call call, Flaws flaws, Work work) throws MailException {
        return call.ask(MailStore.class, store -> work.on(store.care(), flaws));
    }

    private static int check(Call call) throws MailException, UsageException, IOException {
        Optional<Whose> whose = call.words().isEmpty() ? Optional.empty() : Optional.of(Whose.of(call));
        boolean repair = call.options().has(REPAIR.name());
        Flaws flaws = new Flaws(call);
        CareReport report = tend(call, flaws, (care, watch) -> care.check(whose.map(Whose::id), repair, watch));
        if (whose.isPresent()) {
            flaws.require(whose.get(), report);
        }
        return flaws.answer(
                report,
                Words.count(report.count(), "message")
                        + whose.map(each -> " of " + each.name()).orElse("") + " checked, "
                        + Words.size(report.octets()) + ": " + flaws.summary());
    }

    private static int rebuild(Call call) throws MailException, UsageException, IOException {
        Whose whose = Whose.of(call);
        Flaws flaws = new Flaws(call);
        CareReport report = tend(call, flaws, (care, watch) -> care.rebuild(whose.id(), watch));
        flaws.require(whose, report);
        return flaws.answer(
                report,
                "The index of " + whose.name() + " is made anew: " + Words.count(report.count(), "message") + ", "
                        + Words.size(report.octets()) + ": " + flaws.summary());
    }

    private static int recount(Call call) throws MailException, UsageException, IOException {
        Whose whose = Whose.of(call);
        Flaws flaws = new Flaws(call);
        CareReport report = tend(call, flaws, (care, watch) -> care.recount(whose.id(), watch));
        flaws.require(whose, report);
        return flaws.answer(
                report,
                whose.name() + " has " + Words.count(report.count(), "message") + ", " + Words.size(report.octets())
                        + ": " + flaws.summary());
    }

    /** Whose mail it is about: by address, or by the account's id, which logs tell, and mail that was left behind still has. */
    record Whose(AccountId id, String name, boolean known) {
        static Whose of(Call call) throws MailException, UsageException {
            String word = call.word(0);
            if (word.indexOf('@') >= 0) {
                Account account = AccountCommands.find(call, call.address(0));
                return new Whose(account.id(), account.address().toString(), true);
            }
            return of(call, id(word));
        }

        private static Whose of(Call call, AccountId id) throws MailException {
            return call.ask(Directory.class, directory -> directory.accounts(Optional.empty())).stream()
                    .filter(account -> account.id().equals(id))
                    .findFirst()
                    .map(account -> new Whose(id, account.address().toString(), true))
                    .orElseGet(() -> new Whose(id, id.value(), false));
        }

        private static AccountId id(String word) throws UsageException {
            try {
                return new AccountId(word);
            } catch (IllegalArgumentException e) {
                throw new UsageException("'" + word + "' is no mail address, and no account's id");
            }
        }
    }

    private static int compact(Call call) throws MailException, UsageException, IOException {
        Flaws flaws = new Flaws(call);
        CareReport report = tend(call, flaws, StoreCare::compact);
        return flaws.answer(
                report,
                Words.size(report.octets()) + " given back"
                        + (report.count() > 0 ? " in " + Words.count(report.count(), "file") : ""));
    }

    private static int stats(Call call) throws MailException, IOException {
        StoreStats stats = call.ask(MailStore.class, store -> store.care().stats());
        Table table = new Table("", "")
                .row("Store", stats.store().replaceFirst("^org\\.posthouse\\.", ""))
                .row("Accounts", stats.accounts())
                .row("Mailboxes", stats.mailboxes())
                .row("Messages", stats.messages())
                .row("Their octets", Words.size(stats.octets()))
                .row("On disk", Words.size(stats.diskOctets()))
                .row("Free on disk", Words.size(stats.freeOctets()));
        Map<String, Object> particulars = fields();
        stats.particulars().forEach((name, figure) -> {
            boolean octets = name.startsWith("octets ");
            String words = octets ? name.substring("octets ".length()) : name;
            table.row(
                    words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1),
                    octets ? Words.size(figure) : figure);
            particulars.put(name, figure);
        });
        call.answer(
                fields(
                        "store", stats.store(),
                        "accounts", stats.accounts(),
                        "mailboxes", stats.mailboxes(),
                        "messages", stats.messages(),
                        "octets", stats.octets(),
                        "diskOctets", stats.diskOctets(),
                        "freeOctets", stats.freeOctets(),
                        "particulars", particulars),
                table);
        return Commands.DONE;
    }
}
