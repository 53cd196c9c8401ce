package org.posthouse.core.net;

import io.netty.channel.Channel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.posthouse.api.crypto.Certificates;
import org.posthouse.api.mail.MailException;
import org.posthouse.core.net.log.Printable;
import org.posthouse.core.net.log.RareLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS by the JDK. The certificate is asked for at each handshake; handshakes are computed by two threads of their own. */
final class Tls {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final int THREADS = 2;
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Certificates certificates;
    private final Supplier<Duration> patience;
    private final Handshakes handshakes;
    private final Rejections rejections;
    private final ThreadPoolExecutor executor;
    private final RareLog rare = new RareLog(LOG);

    /** @param patience with a handshake; it may change */
    Tls(Certificates certificates, Supplier<Duration> patience, Handshakes handshakes, Rejections rejections) {
        this.certificates = certificates;
        this.patience = patience;
        this.handshakes = handshakes;
        this.rejections = rejections;
        this.executor = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new Threads("posthouse-net-tls-"));
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Begins the handshake on a channel that does not read meanwhile.
     *
     * @param early drops what had come in clear text
     * @param held told how many octets more, or less, are held of records that have not come whole
     */
    void begin(Socket socket, Channel channel, Runnable early, IntConsumer held) {
        handshakes.begin(socket);
        executor.execute(() -> {
            try {
                SSLEngine engine = certificates.server().createSSLEngine();
                engine.setUseClientMode(false);
                engine.setEnabledProtocols(PROTOCOLS);
                socket.later(() -> begin(channel, early, new TlsRecords(engine, executor, held)));
            } catch (MailException e) {
                rare.info("No certificate for {}: {}", channel.remoteAddress(), e.getMessage());
                Socket.close(channel);
            }
        });
    }

    void ended(Socket socket) {
        handshakes.end(socket);
    }

    /** Who just goes is not one who was refused. */
    void failed(Visitor visitor, Throwable cause) {
        if (cause instanceof ClosedChannelException) {
            rare.info("{} left before TLS was agreed", visitor.id());
            return;
        }
        rare.info("{} TLS failed with {}: {}", visitor.id(), visitor.address(), Printable.of(cause));
        rejections.cutOff(visitor, "TLS failed: " + Printable.of(cause));
    }

    void stop() {
        executor.shutdownNow();
    }

    private void begin(Channel channel, Runnable early, TlsRecords handler) {
        early.run();
        handler.setHandshakeTimeoutMillis(patience.get().toMillis());
        channel.pipeline().addFirst(handler);
        channel.config().setAutoRead(true);
    }
}
