package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.posthouse.api.mail.Content;
import org.posthouse.spi.protocol.Output;

/**
 * What goes to the client: gathered while the conversation speaks, given to the socket in pieces of at most 128 KiB as the client
 * takes them, so that never more than twice that is on its way, and less while memory is short. What the system takes at once is given to
 * it by the worker, and no event loop is woken. Contents are read on the worker, never on an event loop. Used by the connection's owner,
 * but for what is atomic.
 */
final class Outlet implements Output {
    private static final int FIRST = 256;
    /** Nanoseconds that replies wait for each other at most. */
    private static final long TOGETHER = 2_000_000;

    /** Octets that a worker gives to the system himself, but for the last piece, before the event loop does. */
    private static final int AT_ONCE = 1 << 16;

    private static final byte[] NONE = {};

    private final Socket socket;
    private final Parting parting;
    private final Supplier<Runnable> bell;
    private final Runnable read;
    private final Outbox box;
    private final AtomicLong taken = new AtomicLong();
    private ArrayDeque<Piece> pieces = new ArrayDeque<>(2);
    private byte[] gathered = NONE;
    private int count;
    private long written;
    private long given;
    private long spoken;

    /** @param read told, on the event loop, when the client has taken something */
    Outlet(Socket socket, Parting parting, Supplier<Runnable> bell, Runnable read, Outbox box) {
        this.socket = socket;
        this.parting = parting;
        this.bell = bell;
        this.read = read;
        this.box = box;
    }

    @Override
    public Output line(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line has no line ends in it");
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        room(octets.length + 2);
        put(octets);
        gathered[count++] = '\r';
        gathered[count++] = '\n';
        written += 2;
        return sendMuch();
    }

    @Override
    public Output bytes(byte[] octets) {
        if (octets.length >= Outbox.PIECE) {
            seal();
            box.hold(octets.length);
            pieces.add(new Piece(Content.of(octets), 0, octets.length, octets.length));
            written += octets.length;
        } else {
            room(octets.length);
            put(octets);
        }
        return sendMuch();
    }

    @Override
    public Output content(Content content, long offset, long length) {
        if (offset < 0 || length < 0 || length > content.size() - offset) {
            content.close();
            throw new IllegalArgumentException("no range of the content: " + offset + " " + length);
        }
        seal();
        pieces.add(new Piece(content, offset, offset + length, 0));
        written += length;
        return sendMuch();
    }

    @Override
    public long pending() {
        return written - taken.get();
    }

    /** As much as two pieces for the socket have, but for what the last answer may be longer than expected. */
    @Override
    public long room() {
        int mark = mark();
        return 2L * mark - mark / 16 - pending();
    }

    @Override
    public Runnable bell() {
        return bell.get();
    }

    /** Above this the client is given no more turns until it has read. */
    int mark() {
        return box.mark();
    }

    /** Octets the client has taken since it came. Any thread. */
    long taken() {
        return taken.get();
    }

    /** Whether all that was given to the socket is out. Under the connection's lock or by the owner. */
    boolean idle() {
        return given == taken.get();
    }

    /** Octets given to the socket that the client has not taken. Under the connection's lock or by the owner. */
    long inFlight() {
        return given - taken.get();
    }

    /** Whether there is more than was given to the socket. */
    boolean more() {
        return !pieces.isEmpty() || count > 0;
    }

    /** Gives to the socket what it may have now. */
    void flush() throws IOException {
        seal();
        long first = given;
        for (int mark = mark(); !pieces.isEmpty() && given - taken.get() < mark; mark = mark()) {
            send(mark, given - first < AT_ONCE);
        }
    }

    /** Gives it, unless all is over; false if a content cannot be read: then all is over. */
    boolean flushed() {
        if (!parting.broken()) {
            try {
                flush();
            } catch (IOException e) {
                parting.unreadable(e);
                return false;
            }
        }
        return true;
    }

    /** A worker begins to speak. */
    void turn(long now) {
        spoken = now;
    }

    /** Gives to the socket what has waited for more. */
    void flushLate(long now) throws IOException {
        if (now - spoken > TOGETHER) {
            flush();
            spoken = now;
        }
    }

    /** Drops what the client will not read any more. */
    void clear() {
        pieces.forEach(this::leave);
        pieces = new ArrayDeque<>(1);
        box.hold(-gathered.length);
        gathered = NONE;
        count = 0;
    }

    private Output sendMuch() {
        if (written - given >= Math.max(Outbox.PIECE, mark())) {
            try {
                flush();
            } catch (IOException e) {
                parting.unreadable(e);
            }
        }
        return this;
    }

    /** @param now whether the system is asked to take it at once; who reads fast shall not keep a worker for himself */
    private void send(int most, boolean now) throws IOException {
        long length = 0;
        for (Piece piece : pieces) {
            length += piece.end - piece.at;
        }
        ByteBuf octets = socket.buffer((int) Math.min(most, length));
        try {
            while (!pieces.isEmpty() && octets.isWritable()) {
                fill(octets, pieces.peek());
            }
        } catch (IOException | RuntimeException e) {
            octets.release();
            throw e;
        }
        if (now && idle()) {
            int gone = socket.sendNow(octets);
            given += gone;
            taken.addAndGet(gone);
            octets.skipBytes(gone);
        }
        int size = octets.readableBytes();
        if (size == 0) {
            octets.release();
            return;
        }
        given += size;
        box.hold(size);
        socket.send(octets, () -> {
            taken.addAndGet(size);
            box.hold(-size);
            read.run();
        });
    }

    private void fill(ByteBuf octets, Piece piece) throws IOException {
        int length = (int) Math.min(octets.writableBytes(), piece.end - piece.at);
        Content.Into into = new Content.Into(octets.nioBuffer(octets.writerIndex(), length));
        while (into.buffer().hasRemaining()) {
            long moved = piece.content.transferTo(piece.at, into.buffer().remaining(), into);
            if (moved <= 0) {
                throw new IOException("content ends at " + piece.at + " of " + piece.end);
            }
            piece.at += moved;
        }
        octets.writerIndex(octets.writerIndex() + length);
        if (piece.at == piece.end) {
            leave(pieces.remove());
        }
    }

    private void leave(Piece piece) {
        piece.content.close();
        box.hold(-piece.held);
    }

    private void room(int more) {
        if (count + more > gathered.length) {
            int before = gathered.length;
            gathered = Arrays.copyOf(gathered, Math.max(count + more, Math.max(FIRST, before * 2)));
            box.hold(gathered.length - before);
        }
    }

    private void put(byte[] octets) {
        System.arraycopy(octets, 0, gathered, count, octets.length);
        count += octets.length;
        written += octets.length;
    }

    /** What was gathered becomes a piece. */
    private void seal() {
        if (count > 0) {
            pieces.add(new Piece(Content.of(gathered), 0, count, gathered.length));
            gathered = NONE;
            count = 0;
        }
    }

    /** A range of a content, read from the front. */
    private static final class Piece {
        private final Content content;
        private final long end;
        private final int held;
        private long at;

        /** @param held octets of our memory that go with it */
        Piece(Content content, long at, long end, int held) {
            this.content = content;
            this.at = at;
            this.end = end;
            this.held = held;
        }
    }
}
