package org.posthouse.lib.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Mailboxes;

/**
 * An account at one modseq; never changed. The key is its number in the database, 0 as long as it has no row; UIDVALIDITY is the
 * highest that was given to one of its mailboxes.
 */
public final class AccountState {
    public static final AccountState NONE = new AccountState(0, 0, 0, new Box[0], Set.of());

    private final long key;
    private final long modSeq;
    private final long uidValidity;
    private final Box[] boxes;
    private final Set<String> subscribed;
    private final int indexed;
    /** Put in order when somebody asks; whoever comes first at the same time does no harm. */
    private volatile Optional<Mailboxes> listed = Optional.empty();

    /** Boxes are in the order of their ids. */
    private AccountState(long key, long modSeq, long uidValidity, Box[] boxes, Set<String> subscribed) {
        this.key = key;
        this.modSeq = modSeq;
        this.uidValidity = uidValidity;
        this.boxes = boxes;
        this.subscribed = subscribed;
        int sum = 0;
        for (Box box : boxes) {
            sum += box.index().map(index -> index.columns().count()).orElse(0);
        }
        this.indexed = sum;
    }

    public static AccountState of(long key, long modSeq, long uidValidity, List<Box> boxes, Set<String> subscribed) {
        Box[] sorted = boxes.toArray(Box[]::new);
        Arrays.sort(sorted, Comparator.comparing(Box::id));
        return new AccountState(key, modSeq, uidValidity, sorted, Set.copyOf(subscribed));
    }

    public long key() {
        return key;
    }

    public long modSeq() {
        return modSeq;
    }

    public long uidValidity() {
        return uidValidity;
    }

    /** How many messages its open mailboxes hold in memory. */
    public int indexed() {
        return indexed;
    }

    public List<Box> boxes() {
        return List.of(boxes);
    }

    public Set<String> subscribed() {
        return subscribed;
    }

    /** In the order of their names. */
    public Mailboxes mailboxes() {
        if (listed.isEmpty()) {
            List<Box> byName = new ArrayList<>(List.of(boxes));
            byName.sort(Comparator.comparing(Box::name));
            listed = Optional.of(Mailboxes.of(byName.stream().map(Box::mailbox).toList(), subscribed));
        }
        return listed.get();
    }

    public Optional<Box> find(String mailboxId) {
        int at = at(mailboxId);
        return at < 0 ? Optional.empty() : Optional.of(boxes[at]);
    }

    public Box box(String mailboxId) throws MailException {
        return find(mailboxId).orElseThrow(Failures::noMailbox);
    }

    public boolean hasName(String name) {
        return Arrays.stream(boxes).anyMatch(box -> box.name().equals(name));
    }

    public AccountState with(long newKey, long newModSeq, long newUidValidity, Set<String> newSubscribed) {
        return new AccountState(newKey, newModSeq, newUidValidity, boxes, newSubscribed);
    }

    /** With this box instead of the one that has its id, or besides the others. */
    public AccountState with(Box box) {
        int at = at(box.id());
        Box[] changed;
        if (at >= 0) {
            changed = boxes.clone();
            changed[at] = box;
        } else {
            int to = -at - 1;
            changed = Arrays.copyOf(boxes, boxes.length + 1);
            System.arraycopy(boxes, to, changed, to + 1, boxes.length - to);
            changed[to] = box;
        }
        return new AccountState(key, modSeq, uidValidity, changed, subscribed);
    }

    public AccountState without(String mailboxId) {
        Box[] left =
                Arrays.stream(boxes).filter(box -> !box.id().equals(mailboxId)).toArray(Box[]::new);
        return new AccountState(key, modSeq, uidValidity, left, subscribed);
    }

    private int at(String mailboxId) {
        int low = 0;
        int high = boxes.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = boxes[middle].id().compareTo(mailboxId);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -(low + 1);
    }
}
