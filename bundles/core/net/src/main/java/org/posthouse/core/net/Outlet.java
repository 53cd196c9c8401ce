package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.FileRange;
import org.posthouse.spi.protocol.Output;

/**
 * What goes to the client: gathered while the conversation speaks, given to the socket in pieces of at most 128 KiB as the client
 * takes them, so that never more than twice that is on its way, and less while memory is short. What the system takes at once is given to
 * it by the worker, and no event loop is woken. What lies in a file, and is large, goes from there to the socket where nothing changes
 * what is sent. All contents are read on the worker, never on an event loop. Used by the connection's owner, but for what is atomic.
 */
final class Outlet implements Output {
    private static final int FIRST = 256;
    /** Nanoseconds that replies wait for each other at most. */
    private static final long TOGETHER = 2_000_000;

    /** Octets that a worker gives to the system himself, but for the last piece, before the event loop does. */
    private static final int AT_ONCE = 1 << 16;

    /** Octets of a file that a worker has the system take before others have their turn. */
    private static final int POURED = 1 << 20;

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
    /** The system takes nothing for now. */
    private volatile boolean pausing;

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
        if (length == 0) {
            content.close();
            return this;
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

    /** Whether the socket may have more now. Under the connection's lock or by the owner. */
    boolean hungry() {
        if (pausing) {
            return false;
        }
        boolean poured = !pieces.isEmpty() && isPoured(pieces.peek());
        return poured ? idle() : inFlight() < mark();
    }

    /** Gives to the socket what it may have now. */
    void flush() throws IOException {
        seal();
        long first = given;
        while (!pieces.isEmpty() && hungry()) {
            if (isPoured(pieces.peek())) {
                pour(pieces.peek());
            } else {
                send(mark(), given - first < AT_ONCE);
            }
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
        ByteBuf octets = socket.buffer((int) Math.min(most, copied()));
        try {
            while (octets.isWritable()) {
                Piece piece = pieces.element();
                piece.fill(octets);
                leaveIfDone(piece);
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

    /** Octets that are to be copied before the next that are not. */
    private long copied() {
        long length = 0;
        for (Piece piece : pieces) {
            if (isPoured(piece)) {
                break;
            }
            length += piece.left();
        }
        return length;
    }

    private boolean isPoured(Piece piece) {
        return piece.file().isPresent() && socket.takesFiles();
    }

    /** Has the system take from the file what it takes now; when it takes more, somebody comes again. */
    private void pour(Piece piece) {
        try {
            FileRange range = piece.file().orElseThrow().first(POURED);
            long gone = socket.sendNow(range);
            if (gone == 0 && range.position() >= range.file().size()) {
                throw new EOFException("the file is cut off");
            }
            given += gone;
            taken.addAndGet(gone);
            piece.pass(gone);
            leaveIfDone(piece);
        } catch (IOException e) {
            // Whose fault it is will be seen when it is copied.
            piece.copy();
            return;
        }
        if (!pieces.isEmpty() && pieces.peek() == piece && isPoured(piece)) {
            pausing = true;
            socket.whenItTakesMore(() -> {
                pausing = false;
                read.run();
            });
        }
    }

    private void leaveIfDone(Piece piece) {
        if (piece.left() == 0) {
            leave(pieces.remove());
        }
    }

    private void leave(Piece piece) {
        piece.close();
        box.hold(-piece.held());
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
}
