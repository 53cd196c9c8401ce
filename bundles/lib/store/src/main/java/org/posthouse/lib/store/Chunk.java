package org.posthouse.lib.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * A run of at most {@link #FULL} messages in columns, in UID order; never changed: 36 octets a message. A run with one more may have the same
 * columns, which are a little longer than what is in use.
 */
final class Chunk {
    static final int FULL = 256;
    private static final AtomicInteger ALL = new AtomicInteger(Integer.MAX_VALUE);
    static final Chunk NONE = new Chunk(new int[0], new int[0], new long[0], new long[0], new long[0], new int[0]);

    private static final int OCTETS = 3 * Integer.BYTES + 3 * Long.BYTES;

    /** Of unsigned numbers, as RFC 3501 §2.3.1.1 has them. */
    final int[] uids;

    final int[] sizes;
    final long[] received;
    final long[] contents;
    final long[] modSeqs;
    final int[] flags;

    private final int count;
    /** How many places of these columns are taken by any run: whoever takes the next one may write there. */
    private final AtomicInteger taken;

    /** In columns of its own, or of which nothing more can be taken. */
    private Chunk(int[] uids, int[] sizes, long[] received, long[] contents, long[] modSeqs, int[] flags) {
        this.uids = uids;
        this.sizes = sizes;
        this.received = received;
        this.contents = contents;
        this.modSeqs = modSeqs;
        this.flags = flags;
        this.count = uids.length;
        this.taken = ALL;
    }

    /** The first so many of these columns. */
    private Chunk(Chunk columns, int count, AtomicInteger taken) {
        this.uids = columns.uids;
        this.sizes = columns.sizes;
        this.received = columns.received;
        this.contents = columns.contents;
        this.modSeqs = columns.modSeqs;
        this.flags = columns.flags;
        this.count = count;
        this.taken = taken;
    }

    /** Entries in UID order, at least one. */
    static Chunk of(List<Entry> entries) {
        int count = entries.size();
        Chunk chunk = new Chunk(
                new int[count], new int[count], new long[count], new long[count], new long[count], new int[count]);
        for (int i = 0; i < count; i++) {
            chunk.set(i, entries.get(i));
        }
        return chunk;
    }

    private void set(int at, Entry entry) {
        uids[at] = (int) entry.uid();
        sizes[at] = (int) entry.size();
        received[at] = entry.received();
        contents[at] = entry.content();
        modSeqs[at] = entry.modSeq();
        flags[at] = entry.flags();
    }

    int count() {
        return count;
    }

    long uid(int at) {
        return Integer.toUnsignedLong(uids[at]);
    }

    Entry entry(int at) {
        return new Entry(
                uid(at), modSeqs[at], Integer.toUnsignedLong(sizes[at]), received[at], flags[at], contents[at]);
    }

    /** Mostly without copying anything: runs are made longer an eighth at a time. */
    Chunk plus(Entry entry) {
        if (count < uids.length && taken.compareAndSet(count, count + 1)) {
            set(count, entry);
            return new Chunk(this, count + 1, taken);
        }
        Chunk longer = resized(Math.max(count + 1, Math.min(FULL, count + Math.max(4, count / 8))));
        longer.set(count, entry);
        return new Chunk(longer, count + 1, new AtomicInteger(count + 1));
    }

    /** The same messages, ready to have other flags. */
    Chunk forFlags() {
        return new Chunk(new Chunk(uids, sizes, received, contents, modSeqs.clone(), flags.clone()), count, ALL);
    }

    /** Without the messages that are marked. */
    Chunk without(boolean[] gone) {
        Chunk kept = resized(count);
        int to = 0;
        for (int from = 0; from < count; from++) {
            if (!gone[from]) {
                kept.uids[to] = uids[from];
                kept.sizes[to] = sizes[from];
                kept.received[to] = received[from];
                kept.contents[to] = contents[from];
                kept.modSeqs[to] = modSeqs[from];
                kept.flags[to++] = flags[from];
            }
        }
        return kept.resized(to);
    }

    Chunk join(Chunk next) {
        Chunk both = resized(count + next.count);
        System.arraycopy(next.uids, 0, both.uids, count, next.count);
        System.arraycopy(next.sizes, 0, both.sizes, count, next.count);
        System.arraycopy(next.received, 0, both.received, count, next.count);
        System.arraycopy(next.contents, 0, both.contents, count, next.count);
        System.arraycopy(next.modSeqs, 0, both.modSeqs, count, next.count);
        System.arraycopy(next.flags, 0, both.flags, count, next.count);
        return both;
    }

    /** Where the UID is, or would be, as {@link Arrays#binarySearch} says it. */
    int find(long uid) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = uid(middle);
            if (there == uid) {
                return middle;
            }
            if (there < uid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -(low + 1);
    }

    /** With contents elsewhere; the same if they are not. */
    Chunk moved(LongUnaryOperator content) {
        long[] moved = contents.clone();
        for (int i = 0; i < count; i++) {
            moved[i] = content.applyAsLong(contents[i]);
        }
        return Arrays.equals(moved, contents)
                ? this
                : new Chunk(new Chunk(uids, sizes, received, moved, modSeqs, flags), count, ALL);
    }

    int octets() {
        return Integer.BYTES + count * OCTETS;
    }

    /** Column after column, flags by other numbers. */
    void write(ByteBuffer to, IntUnaryOperator number) {
        to.putInt(count);
        put(uids, count, to);
        put(sizes, count, to);
        put(received, count, to);
        put(contents, count, to);
        put(modSeqs, count, to);
        put(Arrays.stream(flags, 0, count).map(number).toArray(), count, to);
    }

    /** What was written, flags by other numbers. */
    static Chunk read(ByteBuffer from, IntUnaryOperator number) {
        int count = from.getInt();
        if (count <= 0 || count > from.remaining() / OCTETS) {
            throw new IllegalArgumentException("a run of " + count + " messages in " + from.remaining() + " octets");
        }
        int[] uids = ints(count, from);
        int[] sizes = ints(count, from);
        long[] received = longs(count, from);
        long[] contents = longs(count, from);
        long[] modSeqs = longs(count, from);
        int[] flags = ints(count, from);
        for (int i = 0; i < count; i++) {
            flags[i] = number.applyAsInt(flags[i]);
        }
        return new Chunk(uids, sizes, received, contents, modSeqs, flags);
    }

    private static void put(int[] column, int count, ByteBuffer to) {
        to.asIntBuffer().put(column, 0, count);
        to.position(to.position() + count * Integer.BYTES);
    }

    private static void put(long[] column, int count, ByteBuffer to) {
        to.asLongBuffer().put(column, 0, count);
        to.position(to.position() + count * Long.BYTES);
    }

    private static int[] ints(int count, ByteBuffer from) {
        int[] column = new int[count];
        from.asIntBuffer().get(column);
        from.position(from.position() + count * Integer.BYTES);
        return column;
    }

    private static long[] longs(int count, ByteBuffer from) {
        long[] column = new long[count];
        from.asLongBuffer().get(column);
        from.position(from.position() + count * Long.BYTES);
        return column;
    }

    private Chunk resized(int places) {
        return new Chunk(
                Arrays.copyOf(uids, places),
                Arrays.copyOf(sizes, places),
                Arrays.copyOf(received, places),
                Arrays.copyOf(contents, places),
                Arrays.copyOf(modSeqs, places),
                Arrays.copyOf(flags, places));
    }
}
