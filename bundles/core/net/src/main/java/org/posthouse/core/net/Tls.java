package org.posthouse.core.net;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
    private final ThreadPoolExecutor executor;
    private final RareLog rare = new RareLog(LOG);

    /** @param patience with a handshake; it may change */
    Tls(Certificates certificates, Supplier<Duration> patience) {
        this.certificates = certificates;
        this.patience = patience;
        this.executor = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new Threads("posthouse-net-tls-"));
        executor.allowCoreThreadTimeOut(true);
    }

    /** Begins the handshake on a channel that does not read meanwhile; {@code early} drops what had come in clear text. */
    void begin(Channel channel, Runnable early) {
        executor.execute(() -> {
            try {
                SSLEngine engine = certificates.server().createSSLEngine();
                engine.setUseClientMode(false);
                engine.setEnabledProtocols(PROTOCOLS);
                channel.eventLoop().execute(() -> begin(channel, engine, early));
            } catch (MailException e) {
                rare.info("No certificate for {}: {}", channel.remoteAddress(), e.getMessage());
                Socket.close(channel);
            }
        });
    }

    void failed(Visitor visitor, Throwable cause) {
        rare.info("{} TLS failed with {}: {}", visitor.id(), visitor.address(), Printable.of(cause));
    }

    void stop() {
        executor.shutdownNow();
    }

    private void begin(Channel channel, SSLEngine engine, Runnable early) {
        early.run();
        SslHandler handler = new SslHandler(engine, executor);
        handler.setHandshakeTimeoutMillis(patience.get().toMillis());
        channel.pipeline().addFirst(handler);
        channel.config().setAutoRead(true);
    }
}
