package org.posthouse.lib.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareReport;
import org.posthouse.api.store.Flaw;

/** An account as it stands on disk at one moment, its mailboxes with the counts that were kept and all their messages. For one thread. */
public final class Standing {
    private final AccountId account;
    private final long modSeq;
    private final List<Box> boxes;
    private final List<Flaw> flaws = new ArrayList<>();

    /** @param boxes all open, with counts as they were kept */
    public Standing(AccountId account, long modSeq, List<Box> boxes) {
        this.account = account;
        this.modSeq = modSeq;
        this.boxes = List.copyOf(boxes);
        this.boxes.forEach(this::count);
    }

    public List<Box> boxes() {
        return boxes;
    }

    /** What has been found wrong. */
    public List<Flaw> flaws() {
        return List.copyOf(flaws);
    }

    /** For the report: all messages there are. */
    public void count(Round round) throws MailException, Round.EndedException {
        round.begin(boxes.size(), "mailboxes counted");
        for (Box box : boxes) {
            Columns columns = box.index().orElseThrow().columns();
            round.count(new CareReport(columns.count(), columns.octets()));
            round.step();
        }
    }

    private void flaw(Flaw.Kind kind, String mailbox, String what) {
        flaws.add(new Flaw(kind, Flaw.Where.of(account, mailbox), what, false));
    }

    private void count(Box box) {
        Columns columns = box.index().orElseThrow().columns();
        long octets = 0;
        long last = 0;
        for (int i = 0; i < columns.count(); i++) {
            octets += columns.size(i);
            if (columns.uid(i) <= last) {
                flaw(Flaw.Kind.WRONG_INDEX, box.name(), "UID " + columns.uid(i) + " comes after UID " + last);
            }
            last = Math.max(last, columns.uid(i));
        }
        if (columns.count() != box.messages() || octets != box.octets()) {
            flaw(
                    Flaw.Kind.WRONG_COUNTER,
                    box.name(),
                    "it should have " + box.messages() + " messages of " + box.octets() + " octets, and has "
                            + columns.count() + " of " + octets);
        }
        if (last >= box.uidNext()) {
            flaw(
                    Flaw.Kind.WRONG_COUNTER,
                    box.name(),
                    "the next UID should be above " + last + ", and is " + box.uidNext());
        }
    }

    /** Compares it with what is in memory, if that is of the same moment. */
    public void compare(AccountState memory) {
        if (memory.modSeq() != modSeq) {
            return;
        }
        for (Box box : boxes) {
            Optional<Box> known = memory.find(box.id());
            if (known.isEmpty()) {
                flaw(Flaw.Kind.WRONG_INDEX, box.name(), "it is on disk and not in memory");
            } else if (!isSame(known.get(), box)) {
                flaw(Flaw.Kind.WRONG_INDEX, box.name(), "what is in memory is not what is on disk");
            }
        }
        if (memory.boxes().size() > boxes.size()) {
            flaw(Flaw.Kind.WRONG_INDEX, "", "there are mailboxes in memory that are not on disk");
        }
    }

    private static boolean isSame(Box memory, Box disk) {
        return memory.name().equals(disk.name())
                && memory.uidNext() == disk.uidNext()
                && memory.index()
                        .filter(index -> !isSame(index, disk.index().orElseThrow()))
                        .isEmpty();
    }

    /** Where messages lie may have changed meanwhile. */
    private static boolean isSame(Index one, Index other) {
        Columns left = one.columns();
        Columns right = other.columns();
        IntPredicate same = i -> left.uid(i) == right.uid(i)
                && left.size(i) == right.size(i)
                && left.modSeq(i) == right.modSeq(i)
                && left.received(i) == right.received(i)
                && one.flags(i).text().equals(other.flags(i).text());
        boolean all = left.count() == right.count();
        for (int i = 0; all && i < left.count(); i++) {
            all = same.test(i);
        }
        return all;
    }
}
