package org.posthouse.core.net.frame;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.posthouse.spi.protocol.Input;

/** Finds lines. What is longer than wanted is dropped up to its end, and given up when that does not come soon. */
final class LineFrame {
    /** How much of an over-long line is read and dropped in search of its end. */
    private static final int SEARCH = 1 << 16;

    private int scanned;
    private long dropped;

    /** @param max octets with the line's end */
    Optional<Input> take(ByteBuf in, int max) {
        int start = in.readerIndex();
        int lf = in.indexOf(start + scanned, in.writerIndex(), (byte) '\n');
        if (lf < 0) {
            scanned = in.readableBytes();
            return dropped > 0 || scanned > max ? goOn(in, max) : Optional.empty();
        }
        scanned = 0;
        int length = lf + 1 - start;
        if (dropped > 0 || length > max) {
            in.skipBytes(length);
            dropped = 0;
            return Optional.of(new Input.TooLong(true));
        }
        return Optional.of(line(in, length));
    }

    private Optional<Input> goOn(ByteBuf in, int max) {
        in.skipBytes(scanned);
        dropped += scanned;
        scanned = 0;
        if (dropped <= (long) max + SEARCH) {
            return Optional.empty();
        }
        dropped = 1;
        return Optional.of(new Input.TooLong(false));
    }

    private static Input line(ByteBuf in, int length) {
        boolean crlf = length > 1 && in.getByte(in.readerIndex() + length - 2) == '\r';
        byte[] octets = new byte[crlf ? length - 2 : length - 1];
        in.readBytes(octets).skipBytes(length - octets.length);
        for (byte octet : octets) {
            crlf &= octet != '\r' && octet != 0;
        }
        return new Input.Line(octets, crlf);
    }
}
