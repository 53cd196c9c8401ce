package org.posthouse.core.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Sends one away who found the place too crowded: a last line, then both halves are closed. */
final class Refused extends ChannelInboundHandlerAdapter {
    private final String line;
    private final Duration linger;

    /** @param line the farewell; empty: none */
    Refused(String line, Duration linger) {
        this.line = line;
        this.linger = linger;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (line.isEmpty()) {
            Socket.close(context.channel());
            return;
        }
        SocketChannel channel = (SocketChannel) context.channel();
        ChannelFuture future = channel.writeAndFlush(Unpooled.copiedBuffer(line + "\r\n", StandardCharsets.UTF_8));
        future.addListener(done -> Socket.shut(channel));
        ScheduledFuture<?> unused = channel.eventLoop()
                .schedule(() -> Socket.close(context.channel()), linger.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object octets) {
        ReferenceCountUtil.release(octets);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            Socket.close(context.channel());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Socket.close(context.channel());
    }
}
