package org.posthouse.store.log;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Change;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.Entry;
import org.posthouse.lib.store.Index;

/** What changes make of an account and its mailboxes, when they are read again. */
final class Replay {
    private Replay() {}

    /** The account after a commit; its mailboxes without their messages. */
    static AccountState state(AccountState before, CommitRecord commit) {
        AccountState state = before;
        long key = before.key();
        long uidValidity = before.uidValidity();
        Set<String> subscribed = new HashSet<>(before.subscribed());
        for (Change change : commit.changes()) {
            if (change instanceof Change.NewAccount made) {
                key = made.key();
            } else if (change instanceof Change.AccountChanged changed) {
                uidValidity = changed.uidValidity();
            } else if (change instanceof Change.Subscribed step) {
                subscribed.add(step.name());
            } else if (change instanceof Change.Unsubscribed step) {
                subscribed.remove(step.name());
            } else {
                state = mailbox(state, change);
            }
        }
        return state.with(key, commit.modSeq(), uidValidity, Set.copyOf(subscribed));
    }

    private static AccountState mailbox(AccountState state, Change change) {
        if (change instanceof Change.NewMailbox made) {
            return state.with(new Box(
                    made.key(), made.id(), made.name(), made.uidValidity(), 1, made.modSeq(), 0, 0, Optional.empty()));
        }
        if (change instanceof Change.MailboxRenamed renamed) {
            return state.with(box(state, renamed.key()).withName(renamed.name()));
        }
        if (change instanceof Change.MailboxChanged changed) {
            Box told = changed.box();
            Box known = box(state, told.key());
            return state.with(new Box(
                    known.key(),
                    known.id(),
                    known.name(),
                    known.uidValidity(),
                    told.uidNext(),
                    told.modSeq(),
                    told.messages(),
                    told.octets(),
                    Optional.empty()));
        }
        if (change instanceof Change.MailboxDeleted deleted) {
            return state.without(box(state, deleted.key()).id());
        }
        return state;
    }

    /** A mailbox is called something of its own, and has a new UIDVALIDITY, if the commit that made it is lost. */
    private static Box box(AccountState state, long key) {
        return state.boxes().stream()
                .filter(box -> box.key() == key)
                .findFirst()
                .orElseGet(() -> new Box(
                        key, unnamed(key), unnamed(key), state.uidValidity() + 1, 1, 0, 0, 0, Optional.empty()));
    }

    /** The id and the name of a mailbox whose own are lost. */
    static String unnamed(long key) {
        return "Recovered " + key;
    }

    /** A mailbox's messages after a change. */
    static Index index(Index before, long mailbox, Change change, long modSeq) {
        if (change instanceof Change.NewMessage message && message.mailbox() == mailbox) {
            return plus(before, message);
        }
        if (change instanceof Change.Copies copies) {
            Index index = before;
            for (Change.NewMessage copy : copies.copies()) {
                index = copy.mailbox() == mailbox ? plus(index, copy) : index;
            }
            return index;
        }
        if (change instanceof Change.Reflagged flags && flags.mailbox() == mailbox) {
            int[] indexes = range(before.columns(), flags.first(), flags.last());
            int[] numbers = new int[indexes.length];
            Arrays.fill(numbers, before.flagTable().number(flags.flags()));
            return with(before, before.columns().reflagged(indexes, numbers, modSeq));
        }
        if (change instanceof Change.Expunged gone && gone.mailbox() == mailbox) {
            return with(before, before.columns().without(range(before.columns(), gone.first(), gone.last())));
        }
        return before;
    }

    private static Index plus(Index before, Change.NewMessage message) {
        Entry told = message.entry();
        Entry entry = new Entry(
                told.uid(),
                told.modSeq(),
                told.size(),
                told.received(),
                before.flagTable().number(message.flags()),
                told.content());
        return with(before, before.columns().plus(entry));
    }

    private static Index with(Index before, Columns columns) {
        return new Index(columns, before.flagTable(), before.history());
    }

    private static int[] range(Columns columns, long first, long last) {
        int from = columns.indexOf(first);
        int to = columns.indexOf(last);
        return IntStream.range(from < 0 ? -from - 1 : from, to < 0 ? -to - 1 : to + 1)
                .toArray();
    }
}
