package org.posthouse.protocol.imap.session;

import java.util.Arrays;
import org.posthouse.api.store.Snapshot;
import org.posthouse.lib.wire.imap.NumberSet;
import org.posthouse.lib.wire.imap.SequenceSet;

/**
 * The mailbox as the client sees it: sequence number to UID. Changes only when the client is told, RFC 3501 §7.4.1, so a message that is
 * gone stays in it until then. Four octets a message.
 */
public final class View {
    private int[] uids = new int[16];
    private int count;

    public View() {}

    /** Of these UIDs. */
    public View(NumberSet uids) {
        for (int i = 0; i < uids.ranges(); i++) {
            for (long uid = uids.first(i); uid <= uids.last(i); uid++) {
                append(uid);
            }
        }
    }

    public int count() {
        return count;
    }

    /** UID of the message with this sequence number. */
    public long uid(int number) {
        return Integer.toUnsignedLong(uids[number - 1]);
    }

    /** The largest UID; 0 if there is none. */
    public long lastUid() {
        return count == 0 ? 0 : uid(count);
    }

    /** The sequence number of the first message whose UID is not smaller. */
    public int ceiling(long uid) {
        int low = 1;
        int high = count + 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (uid(middle) < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The sequence number of this UID; 0 if the client does not know it. */
    public int number(long uid) {
        int at = ceiling(uid);
        return at <= count && uid(at) == uid ? at : 0;
    }

    /** A new message at the end. */
    public void append(long uid) {
        if (uid <= lastUid()) {
            throw new IllegalArgumentException("UIDs ascend");
        }
        if (count == uids.length) {
            uids = Arrays.copyOf(uids, count * 2);
        }
        uids[count++] = (int) uid;
    }

    /** All messages of a mailbox that the client is told of now, none of which it knows yet. */
    void append(Snapshot mailbox) {
        int more = mailbox.count();
        if (more == 0) {
            return;
        }
        long first = mailbox.uid(0);
        if (count > 0 || mailbox.uid(more - 1) - first != more - 1) {
            for (int i = 0; i < more; i++) {
                append(mailbox.uid(i));
            }
            return;
        }
        // There is no gap, so nothing needs to be looked up.
        uids = new int[more];
        for (int i = 0; i < more; i++) {
            uids[i] = (int) (first + i);
        }
        count = more;
    }

    /** Takes out the messages with these sequence numbers. */
    public void remove(NumberSet numbers) {
        int kept = 0;
        int range = 0;
        for (int number = 1; number <= count; number++) {
            while (range < numbers.ranges() && numbers.last(range) < number) {
                range++;
            }
            if (range == numbers.ranges() || number < numbers.first(range)) {
                uids[kept++] = uids[number - 1];
            }
        }
        count = kept;
    }

    /** Sequence numbers of the messages that a set of UIDs names; UIDs that are not there are passed over, RFC 3501 §6.4.8. */
    public NumberSet numbersOfUids(SequenceSet set) {
        NumberSet wanted = set.upTo(Math.max(1, lastUid()));
        long[][] numbers = new long[wanted.ranges()][];
        int length = 0;
        for (int i = 0; i < wanted.ranges(); i++) {
            int first = ceiling(wanted.first(i));
            int last = ceiling(wanted.last(i) + 1) - 1;
            if (first <= last) {
                numbers[length++] = new long[] {first, last};
            }
        }
        return NumberSet.ofRanges(Arrays.copyOf(numbers, length));
    }

    /** The UIDs that the client knows. */
    public NumberSet uids() {
        return uids(count == 0 ? NumberSet.EMPTY : NumberSet.range(1, count));
    }

    /** UIDs of these sequence numbers. */
    public NumberSet uids(NumberSet numbers) {
        return NumberSet.of(uidArray(numbers));
    }

    /** UIDs of these sequence numbers, one by one. */
    public long[] uidArray(NumberSet numbers) {
        long[] found = numbers.toArray();
        for (int i = 0; i < found.length; i++) {
            found[i] = uid((int) found[i]);
        }
        return found;
    }
}
