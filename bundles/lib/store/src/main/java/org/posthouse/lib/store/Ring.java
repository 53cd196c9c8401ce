package org.posthouse.lib.store;

import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What belongs to contents that came or were asked for lately, in a ring of memory that is never larger than it is allowed to be, and
 * goes where memory is short. By a number of the content, such as where it lies, which is never given again, so that nothing in it can be out of date. Safe for
 * threads.
 */
public final class Ring {
    private static final int CHUNK = 256 << 10;
    /** Rarely is one longer; it would push out many. */
    public static final int LONGEST = 16 << 10;

    private static final int PLACES_BITS = 17;
    private static final int FOLD = 15;
    /** By the golden ratio: numbers that follow each other have places of their own, others rarely meet more than one. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final int HEAD = Long.BYTES + Integer.BYTES;

    private final List<SoftReference<ByteBuffer>> chunks;
    /** Where each begins, counted from the beginning of all, and one more; 0 is none. */
    private long[] begins = {};

    private long end;

    /** @param most octets it may take */
    public Ring(long most) {
        chunks = new ArrayList<>(Collections.nCopies((int) (most / CHUNK), new SoftReference<>(null)));
    }

    public synchronized void put(long content, byte[] octets) {
        int length = HEAD + octets.length;
        if (chunks.isEmpty() || octets.length > LONGEST) {
            return;
        }
        if (begins.length == 0) {
            begins = new long[1 << PLACES_BITS];
        }
        if (CHUNK - end % CHUNK < length) {
            end += CHUNK - end % CHUNK;
        }
        int at = (int) (end % CHUNK);
        ByteBuffer chunk = chunk(end).orElseGet(this::begun);
        chunk.putLong(at, content).putInt(at + Long.BYTES, octets.length).put(at + HEAD, octets);
        begins[eldest(content)] = end + 1;
        end += length;
    }

    public synchronized Optional<byte[]> get(long content) {
        if (begins.length == 0) {
            return Optional.empty();
        }
        int place = place(content);
        Optional<byte[]> found = get(content, begins[place] - 1);
        return found.isPresent() ? found : get(content, begins[place ^ 1] - 1);
    }

    private Optional<byte[]> get(long content, long begin) {
        // What lies in the chunk that is being filled for the next round was pushed out.
        if (begin < 0 || begin / CHUNK + chunks.size() <= end / CHUNK) {
            return Optional.empty();
        }
        int at = (int) (begin % CHUNK);
        return chunk(begin).filter(chunk -> chunk.getLong(at) == content).map(chunk -> {
            byte[] octets = new byte[chunk.getInt(at + Long.BYTES)];
            chunk.get(at + HEAD, octets);
            return octets;
        });
    }

    /** Of both places where it may be noted the one that has been so longer. */
    private int eldest(long content) {
        int place = place(content);
        return begins[place] <= begins[place ^ 1] ? place : place ^ 1;
    }

    private Optional<ByteBuffer> chunk(long position) {
        return Optional.ofNullable(chunks.get(index(position)).get());
    }

    private ByteBuffer begun() {
        ByteBuffer fresh = ByteBuffer.allocate(CHUNK);
        chunks.set(index(end), new SoftReference<>(fresh));
        return fresh;
    }

    private int index(long position) {
        return (int) (position / CHUNK % chunks.size());
    }

    private static int place(long content) {
        return (int) (((content ^ (content >>> FOLD)) * SPREAD) >>> (Long.SIZE - PLACES_BITS));
    }
}
