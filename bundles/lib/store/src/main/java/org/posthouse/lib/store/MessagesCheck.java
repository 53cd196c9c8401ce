package org.posthouse.lib.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Flaw;

/** Looks at all messages of an account, in the order in which they lie; one that is in several places is read once. For one thread. */
public final class MessagesCheck {
    /** What stands around it, its structure, the message itself. */
    private static final int PARTS = 3;

    private final AccountId account;
    private final Shelf shelf;
    private final Round round;

    public MessagesCheck(AccountId account, Shelf shelf, Round round) {
        this.account = account;
        this.shelf = shelf;
        this.round = round;
    }

    /** A message that is not sound. */
    public record Unsound(Box box, Entry entry, Verdict verdict) {}

    /** A message of a mailbox, by where its octets should be. */
    private record Item(Box box, int at, long position) {
        Entry entry() {
            return columns(box).entry(at);
        }
    }

    private static Columns columns(Box box) {
        return box.index().orElseThrow().columns();
    }

    /** Those of these mailboxes, which are open, that are not sound and still there; nothing has been told of them. */
    public List<Unsound> run(List<Box> boxes) throws MailException, Round.EndedException {
        List<Item> items = new ArrayList<>();
        for (Box box : boxes) {
            Columns columns = columns(box);
            for (int i = 0; i < columns.count(); i++) {
                items.add(new Item(box, i, columns.content(i)));
            }
        }
        items.sort(Comparator.comparingLong(Item::position));
        round.begin(items.size(), "messages of an account checked");
        List<Unsound> unsound = new ArrayList<>();
        long last = 0;
        Verdict verdict = Verdict.SOUND;
        for (Item item : items) {
            Entry entry = item.entry();
            if (item.position() != last) {
                verdict = shelf.look(entry);
                last = item.position();
            }
            if (verdict != Verdict.SOUND) {
                doubt(item.box(), entry).ifPresent(unsound::add);
            }
            round.step(entry.size());
        }
        return unsound;
    }

    /** It may have gone, or have been moved, since the index was read, and be moved again while it is looked at. */
    private Optional<Unsound> doubt(Box box, Entry entry) throws MailException {
        Optional<Entry> now = shelf.now(box, entry.uid());
        while (now.isPresent()) {
            Entry looked = now.get();
            Verdict verdict = shelf.look(looked);
            if (verdict == Verdict.SOUND) {
                return Optional.empty();
            }
            now = shelf.now(box, entry.uid());
            if (now.isPresent() && now.get().content() == looked.content()) {
                return Optional.of(new Unsound(box, looked, verdict));
            }
        }
        return Optional.empty();
    }

    /** Takes a message of which nothing is left out of its mailbox. */
    @FunctionalInterface
    public interface Cut {
        void out(Box box, long uid) throws MailException;
    }

    /** Tells of those that are not sound. */
    public void tell(List<Unsound> unsound) {
        unsound.forEach(one -> round.found(flaw(one)));
    }

    /**
     * Puts right what can be; then tells of all. What is damaged and cannot be put right stays where it is, and so does what may come back; a
     * message of which nothing is left is taken out of its mailbox, and is lost.
     */
    public void repair(List<Unsound> unsound, Cut cut) throws MailException {
        for (Unsound one : unsound) {
            Flaw flaw = flaw(one);
            if (one.verdict() == Verdict.MISSING && shelf.mayComeBack(one.entry())) {
                round.found(flaw);
            } else if (one.verdict() == Verdict.MISSING) {
                cut.out(one.box(), one.entry().uid());
                round.found(
                        new Flaw(flaw.kind(), flaw.where(), flaw.what() + ": lost, taken out of its mailbox", false));
            } else if (mended(one)) {
                round.found(flaw.asMended("put back as it was"));
            } else {
                round.found(flaw);
            }
        }
    }

    private boolean mended(Unsound one) throws MailException {
        try {
            // What lies there may be in several mailboxes, and put right for another one.
            Verdict verdict = shelf.look(one.entry());
            for (int part = 0; part < PARTS && verdict != Verdict.SOUND && shelf.mend(one.entry(), verdict); part++) {
                verdict = shelf.look(one.entry());
            }
            return verdict == Verdict.SOUND;
        } catch (IOException failure) {
            throw Failures.notNow(failure);
        }
    }

    private Flaw flaw(Unsound one) {
        boolean missing = one.verdict() == Verdict.MISSING;
        String messageId = missing ? "" : shelf.messageId(one.entry());
        Flaw.Where where = new Flaw.Where(
                Optional.of(account), one.box().name(), one.entry().uid(), messageId);
        return new Flaw(
                missing ? Flaw.Kind.MISSING_MESSAGE : Flaw.Kind.DAMAGED_MESSAGE,
                where,
                one.verdict().words() + ", " + shelf.where(one.entry()),
                false);
    }
}
