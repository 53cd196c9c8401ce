package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.FileRange;

/** What closes a socket while a file is being sent to it. */
class SocketsTest {
    private static final int PATIENCE_SECONDS = 60;

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final CompletableFuture<Sockets.Client> accepted = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private Socket peer;
    private Sockets.Client client;

    @BeforeEach
    void open() throws Exception {
        ServerSocketChannel listening = ServerSocketChannel.open();
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> new Sockets(listening))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Leaving());
                        accepted.complete((Sockets.Client) channel);
                    }
                })
                .register();
        bound.sync();
        peer = new Socket(InetAddress.getLoopbackAddress(), listening.socket().getLocalPort());
        client = accepted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
        worker.shutdown();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private final class Leaving extends ChannelInboundHandlerAdapter {
        @Override
        public void channelInactive(ChannelHandlerContext context) {
            left.complete(null);
        }
    }

    @Test
    void anEventLoopDoesNotWaitForTheDiskToCloseASocket() throws Exception {
        SlowDisk disk = new SlowDisk();
        CompletableFuture<Long> sent = new CompletableFuture<>();
        worker.execute(() -> {
            try {
                sent.complete(client.writeNow(new FileRange(disk, 0, 1)));
            } catch (Exception e) {
                sent.completeExceptionally(e);
            }
        });
        SocketChannel socket = disk.asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(client.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        left.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(client.isOpen()).isFalse();
        assertThat(client.isActive()).isFalse();
        assertThat(socket.isOpen())
                .as("its number may not be another's while the system reads for it")
                .isTrue();
        disk.answer.complete(1L);
        assertThat(sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(socket.isOpen()).isFalse();
        assertThat(peer.getInputStream().read()).isNegative();
        assertThat(client.writeNow(new FileRange(disk, 0, 1))).isZero();
    }

    @Test
    void aSocketToWhichNothingIsSentIsClosedAtOnce() throws Exception {
        SlowDisk disk = new SlowDisk();
        disk.answer.complete(1L);
        assertThat(client.writeNow(new FileRange(disk, 0, 1))).isEqualTo(1);
        client.close().sync();
        assertThat(disk.asked.get().isOpen()).isFalse();
    }

    /** Takes its time. */
    private static final class SlowDisk extends FileChannel {
        final CompletableFuture<SocketChannel> asked = new CompletableFuture<>();
        final CompletableFuture<Long> answer = new CompletableFuture<>();

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            asked.complete((SocketChannel) target);
            return answer.join();
        }

        @Override
        public int read(ByteBuffer target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer target, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer source, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel position(long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void force(boolean metaData) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void implCloseChannel() {}
    }
}
