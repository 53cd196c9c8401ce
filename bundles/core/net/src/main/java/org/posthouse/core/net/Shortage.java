package org.posthouse.core.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.posthouse.core.net.log.Printable;
import org.posthouse.core.net.log.RareLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a door does when the system has no socket for who knocks: it lets a second pass. Who waits outside is not lost. */
final class Shortage extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Shortage.class);
    private static final RareLog RARE = new RareLog(LOG, 1, Duration.ofMinutes(1));
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String service;

    Shortage(String service) {
        this.service = service;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        RARE.warn("{} cannot accept for the moment: {}", service, Printable.of(cause));
        context.channel().config().setAutoRead(false);
        ScheduledFuture<?> unused = context.channel()
                .eventLoop()
                .schedule(() -> context.channel().config().setAutoRead(true), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
