package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.posthouse.api.mail.FileRange;

/** One client's socket: what a connection asks of it, from any thread. Nobody waits for an answer. */
final class Socket {
    private final SocketChannel channel;
    /** Nothing changes what is sent, and nothing that is on its way has to come before it. */
    private volatile boolean plain = true;

    Socket(SocketChannel channel) {
        this.channel = channel;
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    /** Room for so many octets, to be sent. */
    ByteBuf buffer(int octets) {
        return channel.alloc().ioBuffer(octets);
    }

    /**
     * Gives to the system what it takes at once, on the caller's thread: no other one has to be woken for it. Only while nothing that was
     * sent before is still on its way.
     *
     * @return how many octets are gone; the rest is to be sent
     */
    int sendNow(ByteBuf octets) {
        if (!plain || !(channel instanceof Sockets.Client client)) {
            return 0;
        }
        try {
            return client.writeNow(octets.nioBuffer());
        } catch (IOException e) {
            // Who sends the rest is told.
            return 0;
        }
    }

    /** Whether octets can be sent from a file, without our reading them: where nothing changes what is sent. */
    boolean takesFiles() {
        return plain && channel instanceof Sockets.Client;
    }

    /** As {@link #sendNow(ByteBuf)} from a file, by which the caller's thread may have to wait for the disk. */
    long sendNow(FileRange range) throws IOException {
        return takesFiles() && channel instanceof Sockets.Client client ? client.writeNow(range) : 0;
    }

    /** Does something when the system takes octets again, or never will, on the event loop. */
    void whenItTakesMore(Runnable then) {
        ChannelFuture future = channel.writeAndFlush(new Pause());
        future.addListener(done -> then.run());
    }

    /** Sends the octets, and then does what is to be done after them, on the event loop. */
    void send(ByteBuf octets, Runnable sent) {
        ChannelFuture future = channel.writeAndFlush(octets);
        future.addListener(done -> sent.run());
    }

    void reads(boolean reads) {
        channel.config().setAutoRead(reads);
    }

    /** Reads no more, and will have read its last before anything that is sent from now on goes out. */
    void readsNoMore() {
        plain = false;
        later(() -> reads(false));
    }

    /** Begins the handshake. */
    void secure(Tls tls, Runnable early, IntConsumer held) {
        plain = false;
        tls.begin(this, channel, early, held);
    }

    /**
     * Compresses from here on, after all that was sent before.
     *
     * @param early what came before, to be inflated
     * @param begun told when it is on and nothing that came before is left, on the event loop
     */
    void compress(Deflate deflate, Supplier<ByteBuf> early, Runnable begun) {
        plain = false;
        later(() -> {
            // Whose pipeline is gone tells nobody any more to free what it holds.
            if (channel.isOpen()) {
                ChannelPipeline pipeline = channel.pipeline();
                pipeline.addBefore(pipeline.context(SocketHandler.class).name(), null, deflate);
                channel.config().setAutoRead(true);
                deflate.channelRead(pipeline.context(deflate), early.get());
                begun.run();
            }
        });
    }

    /** Says that nothing more will come, after what was sent. */
    void shutOutput() {
        later(() -> {
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            if (tls == null) {
                shut(channel);
            } else {
                ChannelFuture said = tls.closeOutbound();
                said.addListener(done -> shut(channel));
            }
        });
    }

    /** On the event loop; where that has ended, nobody is connected any more, and nothing is left to be done. */
    void later(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            close();
        }
    }

    void close() {
        close(channel);
    }

    static void shut(SocketChannel channel) {
        ChannelFuture future = channel.shutdownOutput();
        future.addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    static void close(Channel channel) {
        ChannelFuture unused = channel.close();
    }
}
