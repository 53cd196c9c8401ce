package org.posthouse.store.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads several messages of a log, those that lie close behind each other by one call. For one thread. */
final class BodyReader implements AutoCloseable {
    /** Octets read at once where one message was found behind the other. */
    private static final int AHEAD = 64 << 10;
    /** What is read along rather than asked for by itself. */
    private static final int NEAR = 8 << 10;
    /** Few structures are longer, with all that stands before a message. */
    private static final int LIKELY = 2 << 10;

    private static final byte[] NOTHING = {};

    private final LogReader log;
    private byte[] room = NOTHING;
    private ByteBuffer window = ByteBuffer.wrap(NOTHING);
    /** The position of the window's first octet. */
    private long begin;

    BodyReader(LogReader log) {
        this.log = log;
    }

    /** The structure of the message at this position, checked. */
    byte[] structure(long position) throws IOException {
        if (Positions.isOverlay(position)) {
            return overlay(position).structure();
        }
        Body body = head(position, LIKELY);
        return body.structure(octets(position, body.frontLength()));
    }

    /** The message of this size at this position, checked. */
    byte[] message(long position, int size) throws IOException {
        if (Positions.isOverlay(position)) {
            throw new IOException("the message ends elsewhere");
        }
        Body body = head(position, size + LIKELY);
        if (body.size() != size) {
            throw new IOException("the message is not as long as it should be");
        }
        return body.message(octets(position, Math.toIntExact(body.length())));
    }

    private Overlay.Rest overlay(long position) throws IOException {
        ByteBuffer first = octets(position, Overlay.HEAD);
        Overlay overlay = Overlay.read(first, Positions.offset(position));
        return Overlay.Rest.read(overlay, octets(position, overlay.length()));
    }

    private Body head(long position, int likely) throws IOException {
        ByteBuffer octets = some(position, likely);
        if (octets.remaining() < Body.HEAD) {
            throw new EOFException("the file is cut off");
        }
        return Body.read(octets, Positions.offset(position));
    }

    private ByteBuffer octets(long position, int length) throws IOException {
        ByteBuffer octets = some(position, length);
        if (octets.remaining() < length) {
            throw new EOFException("the file is cut off");
        }
        return octets;
    }

    /** So many octets, or fewer where the file ends; until the next call. */
    private ByteBuffer some(long position, int length) throws IOException {
        FileChannel file = log.channel(position);
        long place = Positions.of(Positions.segment(position), Positions.offset(position));
        long from = place - begin;
        if (from < 0 || from + length > window.limit()) {
            boolean follows = from > 0 && from <= window.limit() + NEAR;
            fill(file, Positions.offset(position), follows ? Math.max(AHEAD, length) : length);
            begin = place;
            from = 0;
        }
        return window.slice((int) from, Math.min(length, window.limit() - (int) from));
    }

    private void fill(FileChannel file, long offset, int length) throws IOException {
        if (room.length < length) {
            room = new byte[length];
        }
        window = ByteBuffer.wrap(room, 0, length);
        int count = 0;
        while (window.hasRemaining() && count >= 0) {
            count = file.read(window, offset + window.position());
        }
        window.flip();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
