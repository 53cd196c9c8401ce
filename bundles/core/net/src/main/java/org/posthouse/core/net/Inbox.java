package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Optional;
import org.posthouse.core.net.frame.Framer;
import org.posthouse.core.net.frame.SpoolRoom;
import org.posthouse.spi.protocol.Input;
import org.posthouse.spi.protocol.Want;

/**
 * What has come and is not taken yet. {@code arrived} is guarded by the connection's lock, {@code held} and the frame under way belong
 * to the connection's owner.
 */
final class Inbox {
    /** What an honest client may leave unfinished even when memory is short. */
    private static final int LITTLE = 1 << 10;
    /** Octets that a client may send ahead of the conversation. */
    private static final int AHEAD = 1 << 15;

    private final Socket socket;
    private final Room memory;
    private final Framer framer;
    private ByteBuf arrived = Unpooled.EMPTY_BUFFER;
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private boolean deaf;
    private int heldCount;
    private int sealed;
    private int counted;
    private int granted;

    Inbox(Socket socket, Room memory, SpoolRoom room) {
        this.socket = socket;
        this.memory = memory;
        this.framer = new Framer(room);
    }

    // ---- under the lock

    /** When more has come than the conversation can follow, the client is not listened to for a while. */
    void add(ByteBuf octets) {
        arrived = append(arrived, octets);
        if (arrived.readableBytes() > AHEAD) {
            hearNoMore();
        }
    }

    /** So many octets more, or less if negative, are held of what has come but cannot be read yet. */
    void sealed(int octets) {
        sealed += octets;
        count();
    }

    /** The client is not listened to until what has come is taken. */
    void hearNoMore() {
        if (!deaf) {
            deaf = true;
            socket.reads(false);
        }
    }

    /**
     * Counts what is kept.
     *
     * @param stranger whether the client has not logged in
     * @return whether it keeps more than there is room for
     */
    boolean spends(boolean stranger) {
        arrived = kept(arrived);
        count();
        boolean spends = counted > Math.max(LITTLE, granted) && memory.spent(stranger);
        if (!spends) {
            granted = counted;
        }
        return spends;
    }

    private void count() {
        int now = heldCount + arrived.capacity() + sealed;
        if (now != counted) {
            memory.take(now - counted);
            counted = now;
        }
    }

    /** The client is listened to again, unless something has come that is not taken. */
    void hearOn() {
        if (!arrived.isReadable()) {
            listen();
        }
    }

    boolean hasArrived() {
        return arrived.isReadable();
    }

    int size() {
        return arrived.readableBytes() + held.readableBytes();
    }

    /** Gives what arrived to the owner, and listens again; false if there was nothing. */
    boolean take() {
        if (!arrived.isReadable()) {
            return false;
        }
        held = append(held, arrived);
        heldCount = held.capacity();
        arrived = Unpooled.EMPTY_BUFFER;
        listen();
        return true;
    }

    void clear() {
        takeBack().release();
    }

    /** Gives all that was not taken to the caller. */
    ByteBuf takeBack() {
        ByteBuf all = append(held, arrived);
        arrived = Unpooled.EMPTY_BUFFER;
        held = Unpooled.EMPTY_BUFFER;
        heldCount = 0;
        count();
        listen();
        return all;
    }

    // ---- by the owner

    /** Begins to look for what is wanted. */
    void want(Want want) {
        framer.want(want);
    }

    /** Whether octets are wanted at all. */
    boolean hears() {
        return framer.hears();
    }

    /** The wanted frame, if it is there. */
    Optional<Input> frame(boolean mayBlock) {
        return framer.next(held, mayBlock);
    }

    /** The wanted frame, with leave to block, as long as anything arrives. */
    Optional<Input> next(Object lock) {
        while (hears()) {
            Optional<Input> frame = frame(true);
            if (frame.isPresent() || !more(lock)) {
                return frame;
            }
        }
        return Optional.empty();
    }

    private boolean more(Object lock) {
        synchronized (lock) {
            return take();
        }
    }

    /** Whether a frame waits for leave to block. */
    boolean stuck() {
        return framer.stuck(held);
    }

    /** Octets of the frame under way. */
    long taken() {
        return framer.taken();
    }

    /** Frees the memory of what has been read, and listens again if nothing has come. Under the lock, by the owner. */
    void trim() {
        hearOn();
        if (held.isReadable()) {
            held = kept(held);
        } else {
            held.release();
            held = Unpooled.EMPTY_BUFFER;
        }
        heldCount = held.capacity();
    }

    /** Drops the frame under way. */
    void drop() {
        framer.drop();
    }

    /** Lets go of an input that nobody will take any more. */
    static void drop(Input input) {
        if (input instanceof Input.Data data) {
            data.content().close();
        } else if (input instanceof Input.Text text) {
            text.content().close();
        }
    }

    private void listen() {
        if (deaf) {
            deaf = false;
            socket.reads(true);
        }
    }

    /** Both as one, which takes their place. */
    static ByteBuf append(ByteBuf first, ByteBuf more) {
        if (!first.isReadable()) {
            first.release();
            return more;
        }
        ByteBuf own = kept(first);
        try {
            return own.discardSomeReadBytes().writeBytes(more);
        } finally {
            more.release();
        }
    }

    /** The octets in memory of their own on the heap, so that one small piece does not hold a large read. */
    static ByteBuf kept(ByteBuf octets) {
        if (octets.alloc() == UnpooledByteBufAllocator.DEFAULT) {
            return octets;
        }
        try {
            return Unpooled.buffer(octets.readableBytes()).writeBytes(octets);
        } finally {
            octets.release();
        }
    }
}
