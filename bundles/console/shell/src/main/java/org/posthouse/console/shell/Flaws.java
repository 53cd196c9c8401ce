package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Directory;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.CareWatch;
import org.posthouse.api.store.Flaw;

/** What a piece of care for the store finds, while it tells how far it is; and the answer that is made of it. For one thread. */
final class Flaws implements CareWatch {
    /** So many are listed; the others are counted. */
    private static final int MOST = 10_000;

    private final Call call;
    private final List<Flaw> listed = new ArrayList<>();
    private long found;
    private long mended;
    private boolean ended;

    Flaws(Call call) {
        this.call = call;
    }

    @Override
    public boolean on(long done, long of, String what) {
        call.progress(done, of, what);
        ended |= !call.wanted();
        return !ended;
    }

    @Override
    public void found(Flaw flaw) {
        found++;
        mended += flaw.mended() ? 1 : 0;
        if (listed.size() < MOST) {
            listed.add(flaw);
        }
    }

    /** In a few words. */
    String summary() {
        if (found == 0) {
            return "nothing is wrong";
        }
        String wrong = Words.count(found, "flaw");
        return mended == 0 ? wrong : wrong + ", " + (mended == found ? "all" : mended) + " mended";
    }

    /** Prints it all; the exit status. */
    int answer(CareReport report, String sentence) throws MailException, IOException {
        if (ended) {
            throw Call.refused("it was broken off (" + sentence + "); give the command again for all of it");
        }
        Map<AccountId, String> addresses = listed.isEmpty() ? Map.of() : addresses();
        List<Object> json = new ArrayList<>();
        Table table = new Table("ACCOUNT", "MAILBOX", "UID", "MESSAGE-ID", "KIND", "MENDED", "WHAT")
                .spare("MESSAGE-ID", "KIND");
        for (Flaw flaw : listed) {
            Flaw.Where where = flaw.where();
            String account = where.account()
                    .map(id -> addresses.getOrDefault(id, id.value()))
                    .orElse("");
            String uid = where.uid() == 0 ? "" : Long.toString(where.uid());
            String what =
                    where.account().map(id -> named(flaw.what(), id, account)).orElse(flaw.what());
            String kind = flaw.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            table.row(account, where.mailbox(), uid, where.messageId(), kind, flaw.mended() ? "yes" : "no", what);
            json.add(fields(
                    "account", account,
                    "mailbox", where.mailbox(),
                    "uid", where.uid(),
                    "messageId", where.messageId(),
                    "kind", kind,
                    "mended", flaw.mended(),
                    "what", what));
        }
        if (call.options().has(Option.JSON.name())) {
            call.answer(
                    fields(
                            "count", report.count(),
                            "octets", report.octets(),
                            "found", found,
                            "mended", mended,
                            "flaws", json),
                    sentence);
        } else {
            call.answer(json, table);
            call.terminal().print(sentence + "\n");
        }
        return mended == found ? Commands.DONE : Commands.PROBLEMS;
    }

    /** An account's id within other words says nothing to anybody. */
    private static String named(String words, AccountId id, String address) {
        return words.replaceAll(
                "(?<![\\w.@/-])" + Pattern.quote(id.value()) + "(?![\\w@/-])", Matcher.quoteReplacement(address));
    }

    /** Whether there was nothing to look at: fails if there is no such account. */
    void require(StoreCommands.Whose whose, CareReport report) throws MailException {
        if (!whose.known() && found == 0 && report.count() == 0) {
            throw Call.refused("there is no account " + whose.name() + ", and no mail of one");
        }
    }

    private Map<AccountId, String> addresses() throws MailException {
        Map<AccountId, String> addresses = new HashMap<>();
        for (Account account : call.ask(Directory.class, directory -> directory.accounts(Optional.empty()))) {
            addresses.put(account.id(), account.address().toString());
        }
        return addresses;
    }
}
