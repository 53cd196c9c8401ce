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

    /** All but the last one. */
    private final Chunk[] chunks;
    /** Index of each chunk's first message, and at the end of the last one's. */
    private final int[] starts;

    private final Chunk last;

    private Columns(List<Chunk> list) {
        int before = Math.max(0, list.size() - 1);
        chunks = list.subList(0, before).toArray(Chunk[]::new);
        last = list.isEmpty() ? Chunk.NONE : list.get(before);
        starts = new int[before + 1];
        for (int i = 0; i < before; i++) {
            starts[i + 1] = starts[i] + chunks[i].count();
        }
    }

    private Columns(Chunk[] chunks, int[] starts, Chunk last) {
        this.chunks = chunks;
        this.starts = starts;
        this.last = last;
    }

    private Chunk chunk(int number) {
        return number < chunks.length ? chunks[number] : last;
    }

    private List<Chunk> list() {
        List<Chunk> list = new ArrayList<>(chunks.length + 1);
        list.addAll(Arrays.asList(chunks));
        if (last.count() > 0) {
            list.add(last);
        }
        return list;
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
        return starts[chunks.length] + last.count();
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
        return chunk(chunk).uid(index - starts[chunk]);
    }

    public long modSeq(int index) {
        int chunk = chunkOf(index);
        return chunk(chunk).modSeqs[index - starts[chunk]];
    }

    public long size(int index) {
        int chunk = chunkOf(index);
        return Integer.toUnsignedLong(chunk(chunk).sizes[index - starts[chunk]]);
    }

    public long received(int index) {
        int chunk = chunkOf(index);
        return chunk(chunk).received[index - starts[chunk]];
    }

    public int flags(int index) {
        int chunk = chunkOf(index);
        return chunk(chunk).flags[index - starts[chunk]];
    }

    public long content(int index) {
        int chunk = chunkOf(index);
        return chunk(chunk).contents[index - starts[chunk]];
    }

    public Entry entry(int index) {
        int chunk = chunkOf(index);
        return chunk(chunk).entry(index - starts[chunk]);
    }

    /** Where the UID is, or would be, as {@link Arrays#binarySearch} says it. */
    public int indexOf(long uid) {
        int low = 0;
        int high = chunks.length;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunk(middle).uid(0) <= uid) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int within = chunk(low).find(uid);
        return within >= 0 ? starts[low] + within : within - starts[low];
    }

    /** With one more message, whose UID is the highest. */
    public Columns plus(Entry entry) {
        if (last.count() < Chunk.FULL) {
            return new Columns(chunks, starts, last.plus(entry));
        }
        Chunk[] more = Arrays.copyOf(chunks, chunks.length + 1);
        more[chunks.length] = last;
        int[] longer = Arrays.copyOf(starts, starts.length + 1);
        longer[starts.length] = count();
        return new Columns(more, longer, Chunk.NONE.plus(entry));
    }

    /** The messages at these indexes have other flags since this modseq. */
    public Columns reflagged(int[] indexes, int[] flags, long modSeq) {
        List<Chunk> list = list();
        int changing = -1;
        for (int i = 0; i < indexes.length; i++) {
            int at = chunkOf(indexes[i]);
            if (at != changing) {
                list.set(at, chunk(at).forFlags());
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
        List<Chunk> list = new ArrayList<>(runs());
        for (Chunk chunk : list()) {
            Chunk changed = chunk.forFlags();
            for (int i = 0; i < chunk.count(); i++) {
                changed.flags[i] = number.applyAsInt(chunk.flags[i]);
            }
            list.add(changed);
        }
        return new Columns(list);
    }

    public Columns without(int[] indexes) {
        List<Chunk> list = new ArrayList<>(runs());
        int next = 0;
        int end = 0;
        for (Chunk chunk : list()) {
            int start = end;
            end += chunk.count();
            boolean[] gone = new boolean[chunk.count()];
            int before = next;
            while (next < indexes.length && indexes[next] < end) {
                gone[indexes[next++] - start] = true;
            }
            add(list, next == before ? chunk : chunk.without(gone));
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
        return new Columns(list().stream().map(chunk -> chunk.moved(content)).toList());
    }

    /** How many runs it is made of. */
    public int runs() {
        return count() == 0 ? 0 : chunks.length + 1;
    }

    /** How many messages a run has. */
    public int messages(int run) {
        return chunk(run).count();
    }

    /** Octets that {@link #write} needs for a run. */
    public int octets(int run) {
        return chunk(run).octets();
    }

    /** Writes a run, with flags by other numbers. */
    public void write(int run, ByteBuffer to, IntUnaryOperator flags) {
        chunk(run).write(to, flags);
    }

    /** Reads runs to the end, with flags by other numbers. */
    public static Columns read(ByteBuffer from, IntUnaryOperator flags) {
        List<Chunk> list = new ArrayList<>();
        while (from.hasRemaining()) {
            list.add(Chunk.read(from, flags));
        }
        return new Columns(list);
    }

    /** All of these, which come in UID order. */
    public static Columns joined(List<Columns> parts) {
        return new Columns(parts.stream().flatMap(part -> part.list().stream()).toList());
    }

    private int chunkOf(int index) {
        if (index < 0 || index >= count()) {
            throw new IndexOutOfBoundsException(index + " of " + count());
        }
        if (index >= starts[chunks.length]) {
            return chunks.length;
        }
        int likely = index / Chunk.FULL;
        if (starts[likely] <= index && index < starts[likely + 1]) {
            return likely;
        }
        int found = Arrays.binarySearch(starts, index);
        return found >= 0 ? found : -found - 2;
    }
}
