package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.posthouse.api.account.Account;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailSearch;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.api.store.StoreOp;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse mail …}: what is in the mailboxes of an account, found as IMAP's SEARCH does, moved, and removed. */
final class MailCommands {
    private static final Option MAILBOX = Option.of("--mailbox", "NAME", "in this mailbox only (default: all)");
    private static final Option TO = Option.of("--to", "MAILBOX", "where to move them");
    private static final Option DRY = Option.flag("--dry-run", "say what would be done, and change nothing");
    private static final String QUERY = "ADDRESS QUERY…";
    /** Of one commit. */
    private static final int BATCH = 500;

    private MailCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                                "mail search",
                                QUERY,
                                "find messages by what IMAP's SEARCH takes: FROM ron SINCE 2026-11-01 UNSEEN; dates may also be today, yesterday, 30d or 2w (ago)",
                                List.of(MAILBOX),
                                MailCommands::search)
                        .with(Trait.LOOKS),
                Command.of(
                        "mail move",
                        QUERY,
                        "move the messages that are found to another mailbox of the account",
                        List.of(TO, MAILBOX, DRY),
                        MailCommands::move),
                Command.of(
                        "mail expunge",
                        QUERY,
                        "remove the messages that are found, for good",
                        List.of(MAILBOX, DRY, Option.YES),
                        MailCommands::expunge));
    }

    /** What was found in one mailbox. */
    private record Place(Mailbox mailbox, List<MailSearch.Hit> hits) {}

    private static int search(Call call) throws MailException, UsageException, IOException {
        Account account = AccountCommands.find(call, call.address(0));
        Found found = find(call, account, true);
        Table table = new Table("MAILBOX", "UID", Words.heading("RECEIVED"), "SIZE", "FLAGS", "FROM", "SUBJECT")
                .spare("FLAGS", "SIZE", "FROM")
                .whenEmpty("Nothing was found.");
        List<Object> json = new ArrayList<>();
        for (Place place : found.places()) {
            for (MailSearch.Hit hit : place.hits()) {
                table.row(
                        place.mailbox().name(),
                        hit.uid(),
                        Words.time(hit.received()),
                        Words.size(hit.octets()),
                        String.join(" ", new TreeSet<>(hit.flags())),
                        hit.from(),
                        hit.subject());
                json.add(fields(
                        "mailbox", place.mailbox().name(),
                        "uid", hit.uid(),
                        "received", Words.iso(hit.received()),
                        "size", hit.octets(),
                        "flags", new TreeSet<>(hit.flags()),
                        "from", hit.from(),
                        "subject", hit.subject()));
            }
        }
        call.answer(json, table);
        return told(call, found);
    }

    private static int move(Call call) throws MailException, UsageException, IOException {
        Account account = AccountCommands.find(call, call.address(0));
        Optional<String> name = call.options().value(TO.name());
        if (name.isEmpty()) {
            throw new UsageException("say where to: --to MAILBOX");
        }
        Mailbox target = MailboxCommands.find(call, account, name.get());
        Found all = find(call, account, false);
        Found found = new Found(
                all.places().stream()
                        .filter(place -> !place.mailbox().id().equals(target.id()))
                        .toList(),
                all.unreadable());
        return each(
                call,
                account,
                found,
                "moved to " + target.name(),
                (mailbox, uids) -> new StoreOp.Copy(mailbox.id(), uids, target.id(), true));
    }

    private static int expunge(Call call) throws MailException, UsageException, IOException {
        Account account = AccountCommands.find(call, call.address(0));
        Found found = find(call, account, false);
        boolean dry = call.options().has(DRY.name());
        if (!dry && found.count() > 0) {
            call.confirm(Words.count(found.count(), "message") + " of " + account.address() + ", " + found.where()
                    + ", will be removed for good");
        }
        return each(call, account, found, "removed", (mailbox, uids) -> new StoreOp.Expunge(mailbox.id(), uids));
    }

    /** What is done with messages of a mailbox. */
    @FunctionalInterface
    private interface Step {
        StoreOp of(Mailbox mailbox, long[] uids);
    }

    /** Some at a time: what is done is done, and the same command given again does the rest. */
    private static int each(Call call, Account account, Found found, String done, Step step)
            throws MailException, IOException {
        boolean dry = call.options().has(DRY.name());
        if (dry) {
            call.looksOnly();
        }
        Map<String, Object> counts = fields();
        int all = 0;
        for (Place place : found.places()) {
            long[] uids = place.hits().stream().mapToLong(MailSearch.Hit::uid).toArray();
            for (int from = 0; from < uids.length && !dry; from += BATCH) {
                long[] some = Arrays.copyOfRange(uids, from, Math.min(uids.length, from + BATCH));
                MailboxCommands.commit(call, account, List.of(step.of(place.mailbox(), some)));
                call.progress(all + from + some.length, found.count(), done);
            }
            all += uids.length;
            if (uids.length > 0) {
                counts.put(place.mailbox().name(), uids.length);
            }
        }
        String where = found.where();
        call.answer(
                fields("messages", all, "mailboxes", counts, "dryRun", dry, "unreadable", found.unreadable()),
                Words.count(all, "message")
                        + (dry ? " would be " : " ")
                        + done
                        + (where.isEmpty() ? "" : ": " + where));
        return told(call, found);
    }

    /** What was found, and how many messages could not be read. */
    private record Found(List<Place> places, int unreadable) {
        int count() {
            return places.stream().mapToInt(place -> place.hits().size()).sum();
        }

        /** {@code 2 in INBOX, 1 in Work}. */
        String where() {
            return places.stream()
                    .filter(place -> !place.hits().isEmpty())
                    .map(place -> place.hits().size() + " in " + place.mailbox().name())
                    .collect(Collectors.joining(", "));
        }
    }

    private static Found find(Call call, Account account, boolean described) throws MailException, IOException {
        List<String> words = call.words().subList(1, call.words().size());
        String keys = SearchWords.keys(words, Clock.system(ZoneId.systemDefault()));
        call.ask(MailSearch.class, search -> {
            search.check(keys);
            return true;
        });
        Optional<String> only = call.options().value(MAILBOX.name());
        List<Mailbox> mailboxes = only.isPresent()
                ? List.of(MailboxCommands.find(call, account, only.get()))
                : call.ask(MailStore.class, store -> store.mailboxes(account.id()))
                        .all();
        List<Place> places = new ArrayList<>();
        int unreadable = 0;
        for (Mailbox mailbox : mailboxes) {
            MailSearch.Result result = call.ask(
                    MailSearch.class,
                    search -> search.find(account.id(), mailbox.id(), keys, described, (looked, of) -> {
                        call.progress(looked, of, "looked through in " + mailbox.name());
                        return call.wanted();
                    }));
            places.add(new Place(mailbox, result.hits()));
            unreadable += result.unreadable();
        }
        if (!call.wanted()) {
            throw Call.refused("it was broken off; nothing has changed");
        }
        return new Found(places, unreadable);
    }

    private static int told(Call call, Found found) throws IOException {
        if (found.unreadable() > 0) {
            call.terminal()
                    .error("posthouse: " + Words.count(found.unreadable(), "message")
                            + " could not be read and were passed over; log/posthouse.log says more\n");
        }
        return found.unreadable() > 0 ? Commands.PROBLEMS : Commands.DONE;
    }
}
