package org.posthouse.lib.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;

/** A run of at most {@link #FULL} messages in columns, in UID order; never changed: 36 octets a message. */
final class Chunk {
    static final int FULL = 256;

    private static final int OCTETS = 3 * Integer.BYTES + 3 * Long.BYTES;

    /** Of unsigned numbers, as RFC 3501 §2.3.1.1 has them. */
    final int[] uids;

    final int[] sizes;
    final long[] received;
    final long[] contents;
    final long[] modSeqs;
    final int[] flags;

    private Chunk(int[] uids, int[] sizes, long[] received, long[] contents, long[] modSeqs, int[] flags) {
        this.uids = uids;
        this.sizes = sizes;
        this.received = received;
        this.contents = contents;
        this.modSeqs = modSeqs;
        this.flags = flags;
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
        return uids.length;
    }

    long uid(int at) {
        return Integer.toUnsignedLong(uids[at]);
    }

    Entry entry(int at) {
        return new Entry(
                uid(at), modSeqs[at], Integer.toUnsignedLong(sizes[at]), received[at], flags[at], contents[at]);
    }

    Chunk plus(Entry entry) {
        int count = uids.length;
        Chunk longer = resized(count + 1);
        longer.set(count, entry);
        return longer;
    }

    /** The same messages, ready to have other flags. */
    Chunk forFlags() {
        return new Chunk(uids, sizes, received, contents, modSeqs.clone(), flags.clone());
    }

    /** Without the messages that are marked. */
    Chunk without(boolean[] gone) {
        Chunk kept = resized(uids.length);
        int to = 0;
        for (int from = 0; from < uids.length; from++) {
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
        int count = uids.length;
        Chunk both = resized(count + next.uids.length);
        System.arraycopy(next.uids, 0, both.uids, count, next.uids.length);
        System.arraycopy(next.sizes, 0, both.sizes, count, next.uids.length);
        System.arraycopy(next.received, 0, both.received, count, next.uids.length);
        System.arraycopy(next.contents, 0, both.contents, count, next.uids.length);
        System.arraycopy(next.modSeqs, 0, both.modSeqs, count, next.uids.length);
        System.arraycopy(next.flags, 0, both.flags, count, next.uids.length);
        return both;
    }

    /** Where the UID is, or would be, as {@link Arrays#binarySearch} says it. */
    int find(long uid) {
        int low = 0;
        int high = uids.length - 1;
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

    Chunk moved(LongUnaryOperator content) {
        long[] moved = Arrays.stream(contents).map(content).toArray();
        return new Chunk(uids, sizes, received, moved, modSeqs, flags);
    }

    int octets() {
        return Integer.BYTES + uids.length * OCTETS;
    }

    /** Column after column, flags by other numbers. */
    void write(ByteBuffer to, IntUnaryOperator number) {
        to.putInt(uids.length);
        put(uids, to);
        put(sizes, to);
        put(received, to);
        put(contents, to);
        put(modSeqs, to);
        put(Arrays.stream(flags).map(number).toArray(), to);
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
        Arrays.setAll(flags, i -> number.applyAsInt(flags[i]));
        return new Chunk(uids, sizes, received, contents, modSeqs, flags);
    }

    private static void put(int[] column, ByteBuffer to) {
        to.asIntBuffer().put(column);
        to.position(to.position() + column.length * Integer.BYTES);
    }

    private static void put(long[] column, ByteBuffer to) {
        to.asLongBuffer().put(column);
        to.position(to.position() + column.length * Long.BYTES);
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

    private Chunk resized(int count) {
        return new Chunk(
                Arrays.copyOf(uids, count),
                Arrays.copyOf(sizes, count),
                Arrays.copyOf(received, count),
                Arrays.copyOf(contents, count),
                Arrays.copyOf(modSeqs, count),
                Arrays.copyOf(flags, count));
    }
}
