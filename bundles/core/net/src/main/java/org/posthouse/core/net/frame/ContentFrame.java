package org.posthouse.core.net.frame;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.posthouse.spi.protocol.Input;

/** A frame that is spooled while it comes. */
abstract sealed class ContentFrame permits OctetsFrame, TextFrame {
    /** What the frame may write beyond what it is given: a dot's line end that was none. */
    private static final int HELD_BACK = 2;

    private static final int PIECE = 1 << 13;

    final Spool spool;
    private long taken;

    ContentFrame(Spool spool) {
        this.spool = spool;
    }

    /** Octets taken so far. */
    long taken() {
        return taken;
    }

    /** Takes what there is; without leave to block it stops where a file is needed. Empty: more is needed, or leave to block. */
    Optional<Input> take(ByteBuf in, boolean mayBlock) {
        Optional<Input> whole = whole();
        while (whole.isEmpty() && in.isReadable()) {
            int length = Math.min(in.readableBytes(), PIECE);
            if (!mayBlock && !spool.fits(length + HELD_BACK)) {
                return Optional.empty();
            }
            byte[] octets = new byte[length];
            in.getBytes(in.readerIndex(), octets);
            int used = feed(octets);
            in.skipBytes(used);
            taken += used;
            whole = whole();
        }
        return whole;
    }

    /** Takes octets up to the frame's end; returns how many. */
    abstract int feed(byte[] octets);

    /** The input, if the frame is whole. */
    abstract Optional<Input> whole();
}
