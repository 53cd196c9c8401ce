package org.posthouse.protocol.pop3;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.posthouse.api.store.Snapshot;

/**
 * The messages there were at login, under the numbers they have for the whole session, and which of them are to be deleted,
 * RFC 1939 §5. What comes later is for the next session. Used by one thread at a time.
 */
final class Maildrop {
    private final String mailboxId;
    private final long uidValidity;
    private final long[] uids;
    private final long[] sizes;
    private final BitSet deleted;

    private Maildrop(String mailboxId, long uidValidity, long[] uids, long[] sizes, BitSet deleted) {
        if (uids.length != sizes.length || deleted.length() > uids.length) {
            throw new IllegalArgumentException("a maildrop of " + uids.length + " messages does not fit together");
        }
        this.mailboxId = mailboxId;
        this.uidValidity = uidValidity;
        this.uids = uids;
        this.sizes = sizes;
        this.deleted = deleted;
    }

    /**
     * All that is in the mailbox. Keeps nothing of the snapshot, which is the store's.
     *
     * @param longer octets that a message is longer as it is sent, by UID
     */
    static Maildrop of(Snapshot snapshot, Map<Long, Long> longer) {
        long[] uids = new long[snapshot.count()];
        long[] sizes = new long[snapshot.count()];
        for (int i = 0; i < uids.length; i++) {
            uids[i] = snapshot.uid(i);
            sizes[i] = snapshot.size(i) + longer.getOrDefault(uids[i], 0L);
        }
        return new Maildrop(snapshot.mailboxId(), snapshot.uidValidity(), uids, sizes, new BitSet());
    }

    String mailboxId() {
        return mailboxId;
    }

    /** The highest number there is, deleted messages included. */
    int last() {
        return uids.length;
    }

    /** How many are not deleted. */
    int count() {
        return uids.length - deleted.cardinality();
    }

    /** Octets of those that are not deleted. */
    long octets() {
        long octets = 0;
        for (int i = deleted.nextClearBit(0); i < uids.length; i = deleted.nextClearBit(i + 1)) {
            octets += sizes[i];
        }
        return octets;
    }

    /** Whether there is a message with this number that is not deleted. */
    boolean has(int number) {
        return known(number) && !deleted.get(number - 1);
    }

    /** Whether there is, or was, a message with this number. */
    boolean known(int number) {
        return number >= 1 && number <= uids.length;
    }

    long uid(int number) {
        return uids[number - 1];
    }

    long size(int number) {
        return sizes[number - 1];
    }

    /** The same for ever and never another's: UIDs are not reused while UIDVALIDITY lasts, RFC 1939 §7 and RFC 3501 §2.3.1.1. */
    String uniqueId(int number) {
        return uidValidity + "." + uid(number);
    }

    void delete(int number) {
        deleted.set(number - 1);
    }

    void undeleteAll() {
        deleted.clear();
    }

    /** UIDs of those to be deleted, ascending. */
    long[] deletedUids() {
        return deleted.stream().mapToLong(i -> uids[i]).toArray();
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("mailbox", mailboxId);
        values.put("uidValidity", uidValidity);
        values.put("uids", octets(uids));
        values.put("sizes", octets(sizes));
        values.put("deleted", deleted.toByteArray());
        return values;
    }

    /** What {@link #values} made; an IllegalArgumentException if it is not whole. */
    static Maildrop from(Values values) {
        return new Maildrop(
                values.text("mailbox"),
                values.number("uidValidity"),
                longs(values.octets("uids")),
                longs(values.octets("sizes")),
                BitSet.valueOf(values.octets("deleted")));
    }

    private static byte[] octets(long[] numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Long.BYTES);
        buffer.asLongBuffer().put(numbers);
        return buffer.array();
    }

    private static long[] longs(byte[] octets) {
        long[] numbers = new long[octets.length / Long.BYTES];
        ByteBuffer.wrap(octets).asLongBuffer().get(numbers);
        return numbers;
    }
}
