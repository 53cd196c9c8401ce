package org.posthouse.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Tells a connection what its socket does. On the event loop. */
final class SocketHandler extends ChannelInboundHandlerAdapter {
    private final Connection connection;

    SocketHandler(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection.begin();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object octets) {
        connection.arrived((ByteBuf) octets);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                connection.secured(Facts.of(
                        context.pipeline().get(SslHandler.class).engine().getSession()));
            } else {
                connection.insecure(done.cause());
            }
        } else if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            connection.inputEnded();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.gone();
    }

    /** The socket broke, or TLS did; what else would be worth a word has been said. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Socket.close(context.channel());
    }
}
