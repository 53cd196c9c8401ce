package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * DEFLATE on one socket, between TLS and the frames, RFC 4978 §4. What comes is inflated a gulp at a time, and no further while the
 * connection does not listen: so a little that inflates to very much is met by the same limits as very much. On the event loop.
 */
final class Deflate extends ChannelDuplexHandler {
    /** Octets inflated at once. */
    private static final int GULP = 1 << 14;
    /** Gulps before the other connections of the loop have their turn. */
    private static final int TURN = 4;

    private static final byte[] NONE = {};

    private final Compression connection;
    private final Deflaters deflaters;
    private Optional<Inflater> inflater = Optional.empty();
    private ByteBuf packed = Unpooled.EMPTY_BUFFER;
    private byte[] past = NONE;
    private List<Object> events = List.of();
    private boolean more;
    private boolean inflating;
    private boolean broken;
    private int told;

    Deflate(Compression connection, Deflaters deflaters) {
        this.connection = connection;
        this.deflaters = deflaters;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        inflater = Optional.of(new Inflater(true));
        connection.begun();
    }

    /** The connection has ended. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        inflater.ifPresent(Inflater::end);
        inflater = Optional.empty();
        drop();
        tell();
        connection.ended();
    }

    // ---- what the client says

    @Override
    public void channelRead(ChannelHandlerContext context, Object octets) {
        packed = Inbox.append(packed, (ByteBuf) octets);
        inflate(context);
    }

    /** The connection listens again. */
    @Override
    public void read(ChannelHandlerContext context) {
        inflate(context);
        context.read();
    }

    /** What happens to the socket is told after what the client has said before: above all that it says no more. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object its) {
        if (due()) {
            events = Stream.concat(events.stream(), Stream.of(its)).toList();
        } else {
            context.fireUserEventTriggered(its);
        }
    }

    private boolean due() {
        return inflater.isPresent() && (more || packed.isReadable());
    }

    private void inflate(ChannelHandlerContext context) {
        if (inflating) {
            return;
        }
        inflating = true;
        try {
            for (int gulps = 0; due() && context.channel().config().isAutoRead(); gulps++) {
                if (broken || !connection.listens()) {
                    drop();
                } else if (gulps < TURN) {
                    gulp(context);
                } else {
                    connection.pause();
                    context.executor().execute(connection::goOn);
                }
            }
        } finally {
            inflating = false;
            keep();
        }
        if (!due()) {
            List<Object> late = events;
            events = List.of();
            late.forEach(context::fireUserEventTriggered);
        }
    }

    private void gulp(ChannelHandlerContext context) {
        Inflater its = inflater.orElseThrow();
        long before = its.getBytesWritten();
        ByteBuffer in = packed.nioBuffer();
        int from = in.position();
        its.setInput(in);
        ByteBuf plain = context.alloc().heapBuffer(GULP, GULP);
        try {
            its.inflate(plain.array(), plain.arrayOffset(), GULP);
        } catch (DataFormatException e) {
            broken = true;
        }
        // What came before the place where it makes no sense is whole.
        plain.writerIndex((int) (its.getBytesWritten() - before));
        packed.skipBytes(in.position() - from);
        more = !plain.isWritable();
        broken |= packed.isReadable() && (its.finished() || !plain.isReadable());
        if (plain.isReadable()) {
            context.fireChannelRead(plain);
        } else {
            plain.release();
        }
        if (broken) {
            drop();
            connection.tellGarbled();
        }
    }

    private void drop() {
        packed.release();
        packed = Unpooled.EMPTY_BUFFER;
        more = false;
    }

    private void keep() {
        if (packed.isReadable()) {
            packed = Inbox.kept(packed);
        } else {
            packed.release();
            packed = Unpooled.EMPTY_BUFFER;
        }
        tell();
    }

    private void tell() {
        if (packed.capacity() != told) {
            connection.holds(packed.capacity() - told);
            told = packed.capacity();
        }
    }

    // ---- what we say

    @Override
    public void write(ChannelHandlerContext context, Object octets, ChannelPromise promise) {
        ByteBuf plain = (ByteBuf) octets;
        ByteBuf made = context.alloc().heapBuffer(plain.readableBytes() / 2 + 128);
        try {
            deflaters.deflate(past, plain, made);
            past = Deflaters.past(past, plain);
        } catch (RuntimeException | Error e) {
            made.release();
            Socket.close(context.channel());
            throw e;
        } finally {
            plain.release();
        }
        context.write(made, promise);
    }
}
