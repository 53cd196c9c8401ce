package org.posthouse.store.jdbc;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Structures of contents that came or were asked for lately, in a ring of memory that is always as large as it is allowed to be or
 * smaller. By number of the content, which is never given again, so that nothing in it can be out of date. Safe for threads.
 */
final class Structures {
    private static final int CHUNK = 256 << 10;
    /** Rarely is one longer; it would push out many. */
    private static final int LONGEST = 16 << 10;
    /** Numbers that follow each other have places of their own. */
    private static final int PLACES = 1 << 16;

    private static final int HEAD = Long.BYTES + Integer.BYTES;

    private final ByteBuffer[] chunks;
    /** Where each begins, counted from the beginning of all, and one more; 0 is none. */
    private long[] begins = {};

    private long end;

    /** @param most octets it may take */
    Structures(long most) {
        chunks = new ByteBuffer[(int) (most / CHUNK)];
    }

    synchronized void put(long content, byte[] structure) {
        int length = HEAD + structure.length;
        if (chunks.length == 0 || structure.length > LONGEST) {
            return;
        }
        if (begins.length == 0) {
            begins = new long[PLACES];
        }
        if (CHUNK - end % CHUNK < length) {
            end += CHUNK - end % CHUNK;
        }
        int at = (int) (end % CHUNK);
        chunk(end)
                .putLong(at, content)
                .putInt(at + Long.BYTES, structure.length)
                .put(at + HEAD, structure);
        begins[place(content)] = end + 1;
        end += length;
    }

    synchronized Optional<byte[]> get(long content) {
        long begin = begins.length == 0 ? -1 : begins[place(content)] - 1;
        // What lies in the chunk that is being filled for the next round was pushed out.
        if (begin < 0 || begin / CHUNK + chunks.length <= end / CHUNK) {
            return Optional.empty();
        }
        ByteBuffer chunk = chunk(begin);
        int at = (int) (begin % CHUNK);
        if (chunk.getLong(at) != content) {
            return Optional.empty();
        }
        byte[] structure = new byte[chunk.getInt(at + Long.BYTES)];
        chunk.get(at + HEAD, structure);
        return Optional.of(structure);
    }

    private ByteBuffer chunk(long position) {
        int index = (int) (position / CHUNK % chunks.length);
        if (chunks[index] == null) {
            chunks[index] = ByteBuffer.allocate(CHUNK);
        }
        return chunks[index];
    }

    private static int place(long content) {
        return (int) content & (PLACES - 1);
    }
}
