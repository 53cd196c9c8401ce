package org.posthouse.lib.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.posthouse.api.mail.MailException;

/** A mailbox while a commit changes it: collects the rows and what becomes of the index. For one thread. */
final class BoxDraft {
    private static final long HIGHEST_UID = 0xffff_ffffL;

    private final Box before;
    private final long modSeq;
    private final List<Change> rows;
    private final LongStream.Builder expunged = LongStream.builder();
    private String name;
    private long uidNext;
    private long messages;
    private long octets;
    private Optional<Index> index;
    private boolean cameOrWent;

    BoxDraft(Box before, long modSeq, List<Change> rows) {
        this.before = before;
        this.modSeq = modSeq;
        this.rows = rows;
        this.name = before.name();
        this.uidNext = before.uidNext();
        this.messages = before.messages();
        this.octets = before.octets();
        this.index = before.index();
    }

    long uidNext() {
        return uidNext;
    }

    void rename(String newName) {
        name = newName;
        rows.add(new Change.MailboxRenamed(before.key(), newName));
    }

    /** Gives the new message its UID. */
    long append(Arrived message, FlagSet flags, String emailId) throws MailException {
        Change.NewMessage row = add(message, flags, emailId);
        rows.add(row);
        return row.entry().uid();
    }

    private Change.NewMessage add(Arrived message, FlagSet wanted, String emailId) throws MailException {
        if (uidNext > HIGHEST_UID) {
            throw Failures.refused("The mailbox has no more UIDs");
        }
        FlagSet flags = wanted;
        int number = 0;
        if (index.isPresent()) {
            FlagTable table = index.get().flagTable();
            number = table.number(wanted);
            flags = table.get(number);
        }
        if (flags.text().length() > Limits.LONGEST_FLAGS) {
            throw Failures.refused("The message has too many keywords");
        }
        Entry entry = new Entry(uidNext++, modSeq, message.size(), message.received(), number, message.content());
        index = index.map(old -> new Index(old.columns().plus(entry), old.flagTable(), old.history()));
        messages++;
        octets += entry.size();
        cameOrWent = true;
        return new Change.NewMessage(before.key(), entry, flags.text(), emailId);
    }

    /** Copies those that are there, in UID order; returns the source UIDs that were copied. */
    long[] copy(BoxDraft source, long[] uids) throws MailException {
        Index from = source.opened();
        int[] indexes = present(from.columns(), uids);
        long[] sourceUids =
                Arrays.stream(indexes).mapToLong(from.columns()::uid).toArray();
        List<Change.NewMessage> copies = new ArrayList<>(indexes.length);
        for (int at : indexes) {
            Entry entry = from.columns().entry(at);
            copies.add(add(new Arrived(entry.content(), entry.size(), entry.received()), from.flags(at), ""));
        }
        if (!copies.isEmpty()) {
            rows.add(new Change.Copies(source.before.key(), sourceUids, copies));
        }
        return sourceUids;
    }

    /** Changes flags of those that are there; a message whose flags stay as they are keeps its modseq. */
    void reflag(long[] uids, UnaryOperator<FlagSet> change) throws MailException {
        Index old = opened();
        Columns columns = old.columns();
        int[] changed = new int[uids.length];
        int[] numbers = new int[uids.length];
        int count = 0;
        for (int at : present(columns, uids)) {
            int number = old.flagTable().number(change.apply(old.flags(at)));
            if (number != columns.flags(at)) {
                if (old.flagTable().get(number).text().length() > Limits.LONGEST_FLAGS) {
                    throw Failures.refused("The message has too many keywords");
                }
                changed[count] = at;
                numbers[count++] = number;
            }
        }
        reflagged(old, Arrays.copyOf(changed, count), Arrays.copyOf(numbers, count));
    }

    private void reflagged(Index old, int[] indexes, int[] numbers) {
        for (int first = 0, next; first < indexes.length; first = next) {
            next = first + 1;
            while (next < indexes.length && indexes[next] == indexes[next - 1] + 1 && numbers[next] == numbers[first]) {
                next++;
            }
            rows.add(new Change.Reflagged(
                    before.key(),
                    old.columns().uid(indexes[first]),
                    old.columns().uid(indexes[next - 1]),
                    old.flagTable().get(numbers[first]).text(),
                    modSeq));
        }
        Columns columns = old.columns().reflagged(indexes, numbers, modSeq);
        Index fresh = new Index(columns, old.flagTable(), old.history());
        index = Optional.of(fresh.flagTable().crowded() ? fresh.compact() : fresh);
    }

    /** Takes out those that are there, and returns them. */
    List<Entry> expunge(long[] uids) throws MailException {
        Index old = opened();
        Columns columns = old.columns();
        int[] indexes = present(columns, uids);
        for (int first = 0, next; first < indexes.length; first = next) {
            next = first + 1;
            while (next < indexes.length && indexes[next] == indexes[next - 1] + 1) {
                next++;
            }
            rows.add(new Change.Expunged(before.key(), columns.uid(indexes[first]), columns.uid(indexes[next - 1])));
        }
        for (int at : indexes) {
            expunged.add(columns.uid(at));
            octets -= columns.size(at);
        }
        messages -= indexes.length;
        cameOrWent |= indexes.length > 0;
        index = Optional.of(new Index(columns.without(indexes), old.flagTable(), old.history()));
        return Arrays.stream(indexes).mapToObj(columns::entry).toList();
    }

    /** The mailbox after the commit. */
    Box after() {
        long[] gone = expunged.build().sorted().toArray();
        Optional<Index> known = !cameOrWent
                ? index
                : index.map(now ->
                        new Index(now.columns(), now.flagTable(), now.history().plus(modSeq, before.uidNext(), gone)));
        return new Box(before.key(), before.id(), name, before.uidValidity(), uidNext, modSeq, messages, octets, known);
    }

    private Index opened() {
        return index.orElseThrow(() -> new IllegalStateException("mailbox " + before.key() + " is not open"));
    }

    private static int[] present(Columns columns, long[] uids) {
        long[] sorted = uids.clone();
        Arrays.sort(sorted);
        return IntStream.range(0, sorted.length)
                .filter(i -> i == 0 || sorted[i] != sorted[i - 1])
                .map(i -> columns.indexOf(sorted[i]))
                .filter(at -> at >= 0)
                .toArray();
    }
}
