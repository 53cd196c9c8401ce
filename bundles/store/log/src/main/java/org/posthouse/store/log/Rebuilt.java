package org.posthouse.store.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Change;

/**
 * An account as its commits make it, those of them that can be read. Says what is lost with the others, and sees to it that no UID which
 * may have been given by one of them is given again, RFC 3501 §2.3.1.1. For one thread.
 */
final class Rebuilt {
    /** More commits than a segment holds. */
    static final long MANY = 1 << 20;
    /** More UIDs than are given in a segment. */
    private static final long UIDS = 1 << 20;

    private final List<String> losses = new ArrayList<>();
    /** The first UID of each mailbox that may be lost. */
    private final Map<Long, Long> uncertain = new HashMap<>();

    private AccountState state;
    private long unread;

    private final boolean told;
    private boolean leapt;

    /** @param told whether all commits that cannot be read are told, and none that nobody knows of may lack */
    Rebuilt(AccountState whole, boolean told) {
        state = whole;
        this.told = told;
    }

    /** So many commits at most should be here, and cannot be read. */
    void missed(long commits) {
        unread += commits;
    }

    /** The next commit that can be read; whether it is of an account that began anew since. */
    boolean take(CommitRecord commit) {
        boolean anew = commit.modSeq() <= state.modSeq();
        if (anew) {
            lost(state.modSeq(), "its end");
            state = AccountState.NONE;
        }
        if (isLeap(commit)) {
            leapt = true;
            state = state.with(state.key(), commit.modSeq() - 1, state.uidValidity(), state.subscribed());
        } else if (commit.modSeq() != state.modSeq() + 1) {
            gap(commit.modSeq() - 1, Long.toString(commit.modSeq()));
        }
        unread = 0;
        name(commit);
        state = Replay.state(state, commit);
        return anew;
    }

    /** Between what is there again and what was done while it was missed nothing lies. */
    private boolean isLeap(CommitRecord commit) {
        return told && unread == 0 && commit.modSeq() - state.modSeq() > MANY;
    }

    /** All that is left, when there is no other commit. */
    AccountState finish() {
        if (unread > 0) {
            gap(state.modSeq() + unread, "now");
            for (Box box : state.boxes()) {
                losses.add("mailbox " + box.name() + " UID " + uncertain.get(box.key())
                        + " and later ones, if they were given");
            }
        }
        if (state.key() == 0 && state.modSeq() > 0) {
            state = state.with(1, state.modSeq(), state.uidValidity(), state.subscribed());
        }
        for (Box box : state.boxes()) {
            if (box.id().equals(Replay.unnamed(box.key()))) {
                losses.add("the name of a mailbox, which is called " + box.name());
            }
        }
        return state;
    }

    private void gap(long upTo, String until) {
        lost(state.modSeq(), until);
        for (Box box : state.boxes()) {
            uncertain.putIfAbsent(box.key(), box.uidNext());
            state = state.with(box.withNumbers(box.uidNext() + UIDS, Math.max(box.modSeq(), upTo)));
        }
        state = state.with(state.key(), upTo, state.uidValidity(), state.subscribed());
    }

    private void lost(long from, String until) {
        losses.add("what was changed between " + from + " and " + until);
    }

    /** The first change of a mailbox after a gap tells how many UIDs were given within. */
    private void name(CommitRecord commit) {
        for (Change change : commit.changes()) {
            if (change instanceof Change.MailboxChanged changed) {
                Box told = changed.box();
                Long first = uncertain.remove(told.key());
                long next = commit.firstUid(told.key()).orElse(told.uidNext());
                if (first != null && next > first) {
                    losses.add("mailbox " + mailbox(told.key()) + " UID " + first + rest(first, next - 1));
                }
            }
        }
    }

    private static String rest(long first, long last) {
        if (last - first >= UIDS - 1) {
            return " and later ones, if they were given";
        }
        return last > first ? " to " + last : "";
    }

    private String mailbox(long key) {
        return state.boxes().stream()
                .filter(box -> box.key() == key)
                .findFirst()
                .map(Box::name)
                .orElseGet(() -> Replay.unnamed(key));
    }

    /** Whether something is there again that was missed when later commits counted messages. */
    boolean leapt() {
        return leapt;
    }

    /** What is lost, in words; nothing if all could be read. */
    List<String> losses() {
        return List.copyOf(losses);
    }
}
