package org.posthouse.core.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLEngine;

/** TLS on one socket, which tells how much memory records hold that have not come whole. On the event loop. */
final class TlsRecords extends SslHandler {
    private final IntConsumer held;
    private int told;

    /** @param held told how many octets more, or less, whenever that changes */
    TlsRecords(SSLEngine engine, Executor executor, IntConsumer held) {
        super(engine, executor);
        this.held = held;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object octets) throws Exception {
        super.channelRead(context, octets);
        tell();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        super.channelReadComplete(context);
        tell();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        tell();
    }

    private void tell() {
        int now = internalBuffer().capacity();
        if (now != told) {
            held.accept(now - told);
            told = now;
        }
    }
}
