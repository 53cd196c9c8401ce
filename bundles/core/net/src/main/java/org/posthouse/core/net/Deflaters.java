package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.Deflater;

/**
 * Compresses what servers say. A compressor holds 256 KiB beside the heap: so connections borrow one for a moment, and keep only their
 * last words, for what follows to refer to. Any thread.
 */
final class Deflaters {
    /** Octets of its last words that a connection keeps. */
    private static final int LAST_WORDS = 1 << 12;
    /** What an empty stored block at the end of each batch takes, and a block's head. */
    private static final int FRAME = 64;

    private final Queue<Deflater> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * Compresses a batch so that all of it can be read at once, RFC 1951.
     *
     * @param past what {@link #past} gave for what was said before
     * @param into takes it, and grows
     */
    void deflate(byte[] past, ByteBuf batch, ByteBuf into) {
        Deflater deflater = borrow();
        try {
            if (past.length > 0) {
                deflater.setDictionary(past);
            }
            deflater.setInput(batch.nioBuffer());
            int room = batch.readableBytes() + FRAME;
            int made;
            do {
                into.ensureWritable(room);
                made = deflater.deflate(into.nioBuffer(into.writerIndex(), into.writableBytes()), Deflater.SYNC_FLUSH);
                into.writerIndex(into.writerIndex() + made);
            } while (!into.isWritable());
        } finally {
            giveBack(deflater);
        }
    }

    /** What a connection keeps of what it has said, to this and before. */
    static byte[] past(byte[] before, ByteBuf batch) {
        int fresh = Math.min(batch.readableBytes(), LAST_WORDS);
        int kept = Math.min(before.length, LAST_WORDS - fresh);
        byte[] past = new byte[kept + fresh];
        System.arraycopy(before, before.length - kept, past, 0, kept);
        batch.getBytes(batch.writerIndex() - fresh, past, kept, fresh);
        return past;
    }

    private Deflater borrow() {
        Deflater found = idle.poll();
        return found == null ? new Deflater(Deflater.BEST_SPEED, true) : found;
    }

    private void giveBack(Deflater deflater) {
        deflater.reset();
        idle.add(deflater);
        if (closed) {
            close();
        }
    }

    /** Frees all memory, now and when one is given back later. */
    void close() {
        closed = true;
        for (Deflater each = idle.poll(); each != null; each = idle.poll()) {
            each.end();
        }
    }
}
