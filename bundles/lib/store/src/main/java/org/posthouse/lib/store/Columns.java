package org.posthouse.lib.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * All messages of a mailbox in UID order; never changed. A changed copy shares the chunks that the change did not touch. Indexes
 * given in arrays are ascending.
 */
public final class Columns {
    public static final Columns EMPTY = new Columns(List.of());

    private final Chunk[] chunks;
    /** Index of each chunk's first message, and at the end the number of messages. */
    private final int[] starts;

    private Columns(List<Chunk> list) {
        chunks = list.toArray(Chunk[]::new);
        starts = new int[chunks.length + 1];
        for (int i = 0; i < chunks.length; i++) {
            starts[i + 1] = starts[i] + chunks[i].count();
        }
    }

    /** Entries come in UID order. */
    public static Columns of(Iterable<Entry> entries) {
        List<Chunk> list = new ArrayList<>();
        List<Entry> run = new ArrayList<>(Chunk.FULL);
        for (Entry entry : entries) {
            run.add(entry);
            if (run.size() == Chunk.FULL) {
                list.add(Chunk.of(run));
                run.clear();
            }
        }
        if (!run.isEmpty()) {
            list.add(Chunk.of(run));
        }
        return new Columns(list);
    }

    public int count() {
        return starts[chunks.length];
    }

    /** Octets of all messages. */
    public long octets() {
        long sum = 0;
        for (int i = 0; i < count(); i++) {
            sum += size(i);
        }
        return sum;
    }

    public long uid(int index) {
        int chunk = chunkOf(index);
        return chunks[chunk].uid(index - starts[chunk]);
    }

    public long modSeq(int index) {
        int chunk = chunkOf(index);
        return chunks[chunk].modSeqs[index - starts[chunk]];
    }

    public long size(int index) {
        int chunk = chunkOf(index);
        return Integer.toUnsignedLong(chunks[chunk].sizes[index - starts[chunk]]);
    }

    public long received(int index) {
        int chunk = chunkOf(index);
        return chunks[chunk].received[index - starts[chunk]];
    }

    public int flags(int index) {
        int chunk = chunkOf(index);
        return chunks[chunk].flags[index - starts[chunk]];
    }

    public long content(int index) {
        int chunk = chunkOf(index);
        return chunks[chunk].contents[index - starts[chunk]];
    }

    public Entry entry(int index) {
        int chunk = chunkOf(index);
        return chunks[chunk].entry(index - starts[chunk]);
    }

    /** Where the UID is, or would be, as {@link Arrays#binarySearch} says it. */
    public int indexOf(long uid) {
        int low = 0;
        int high = chunks.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks[middle].uid(0) <= uid) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if (chunks.length == 0) {
            return -1;
        }
        int within = chunks[low].find(uid);
        return within >= 0 ? starts[low] + within : within - starts[low];
    }

    /** With one more message, whose UID is the highest. */
    public Columns plus(Entry entry) {
        List<Chunk> list = new ArrayList<>(Arrays.asList(chunks));
        int last = list.size() - 1;
        if (last < 0 || list.get(last).count() >= Chunk.FULL) {
            list.add(Chunk.of(List.of(entry)));
        } else {
            list.set(last, list.get(last).plus(entry));
        }
        return new Columns(list);
    }

    /** The messages at these indexes have other flags since this modseq. */
    public Columns reflagged(int[] indexes, int[] flags, long modSeq) {
        List<Chunk> list = new ArrayList<>(Arrays.asList(chunks));
        int changing = -1;
        for (int i = 0; i < indexes.length; i++) {
            int at = chunkOf(indexes[i]);
            if (at != changing) {
                list.set(at, chunks[at].forFlags());
                changing = at;
            }
            Chunk chunk = list.get(at);
            chunk.flags[indexes[i] - starts[at]] = flags[i];
            chunk.modSeqs[indexes[i] - starts[at]] = modSeq;
        }
        return new Columns(list);
    }

    /** Every message's flags under another number. */
    public Columns renumbered(IntUnaryOperator number) {
        List<Chunk> list = new ArrayList<>(chunks.length);
        for (Chunk chunk : chunks) {
            Chunk changed = chunk.forFlags();
            Arrays.setAll(changed.flags, i -> number.applyAsInt(chunk.flags[i]));
            list.add(changed);
        }
        return new Columns(list);
    }

    public Columns without(int[] indexes) {
        List<Chunk> list = new ArrayList<>(chunks.length);
        int next = 0;
        for (int at = 0; at < chunks.length; at++) {
            boolean[] gone = new boolean[chunks[at].count()];
            int before = next;
            while (next < indexes.length && indexes[next] < starts[at + 1]) {
                gone[indexes[next++] - starts[at]] = true;
            }
            add(list, next == before ? chunks[at] : chunks[at].without(gone));
        }
        return new Columns(list);
    }

    /** Small neighbours become one, so that there are never many more chunks than it takes. */
    private static void add(List<Chunk> list, Chunk chunk) {
        int last = list.size() - 1;
        if (last >= 0 && list.get(last).count() + chunk.count() <= Chunk.FULL / 2) {
            list.set(last, list.get(last).join(chunk));
        } else if (chunk.count() > 0) {
            list.add(chunk);
        }
    }

    /** The same messages, whose contents have other numbers. */
    public Columns moved(LongUnaryOperator content) {
        List<Chunk> list = new ArrayList<>(chunks.length);
        for (Chunk chunk : chunks) {
            list.add(chunk.moved(content));
        }
        return new Columns(list);
    }

    /** How many runs it is made of. */
    public int runs() {
        return chunks.length;
    }

    /** Octets that {@link #write} needs for a run. */
    public int octets(int run) {
        return chunks[run].octets();
    }

    /** Writes a run, with flags by other numbers. */
    public void write(int run, ByteBuffer to, IntUnaryOperator flags) {
        chunks[run].write(to, flags);
    }

    /** Reads runs to the end, in their order, with flags by other numbers. */
    public static Columns read(Iterable<ByteBuffer> parts, List<IntUnaryOperator> flags) {
        List<Chunk> list = new ArrayList<>();
        int part = 0;
        for (ByteBuffer from : parts) {
            while (from.hasRemaining()) {
                list.add(Chunk.read(from, flags.get(part)));
            }
            part++;
        }
        return new Columns(list);
    }

    private int chunkOf(int index) {
        if (index < 0 || index >= count()) {
            throw new IndexOutOfBoundsException(index + " of " + count());
        }
        int likely = index / Chunk.FULL;
        if (starts[likely] <= index && index < starts[likely + 1]) {
            return likely;
        }
        int found = Arrays.binarySearch(starts, index);
        return found >= 0 ? found : -found - 2;
    }
}
