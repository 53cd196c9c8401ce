package org.posthouse.core.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.posthouse.api.net.Listeners.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener: its port, open while its protocol is installed, and how many stand in it. */
final class Door {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final DoorSettings settings;
    private final Protocol protocol;
    private final EventLoopGroup loops;
    private final BiConsumer<Door, SocketChannel> visit;
    private final AtomicInteger inside = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private Optional<Channel> channel = Optional.empty();
    private String failure = "";
    private Instant since = Instant.now();
    private boolean closed;

    /** @param visit given each new socket, on its event loop */
    Door(DoorSettings settings, Protocol protocol, EventLoopGroup loops, BiConsumer<Door, SocketChannel> visit) {
        this.settings = settings;
        this.protocol = protocol;
        this.loops = loops;
        this.visit = visit;
    }

    DoorSettings settings() {
        return settings;
    }

    Protocol protocol() {
        return protocol;
    }

    /** Accepts from now on, if it can. Not on an event loop. */
    synchronized void open() {
        if (closed || channel.isPresent()) {
            return;
        }
        try {
            channel = Optional.of(
                    bootstrap().bind(settings.address()).syncUninterruptibly().channel());
            failure = "";
            since = Instant.now();
            LOG.info("{} listens at {}", settings.service(), address());
        } catch (Exception e) {
            // Netty throws what the system said without declaring it; an address that means nothing is a
            // RuntimeException.
            if (failure.isEmpty()) {
                since = Instant.now();
                LOG.error("{} cannot listen at {}: {}", settings.service(), settings.address(), e.toString());
            }
            failure = e.toString();
        }
    }

    /** Accepts no more; who is inside stays. */
    synchronized void shut() {
        if (channel.isPresent()) {
            channel.get().close().syncUninterruptibly();
            channel = Optional.empty();
            since = Instant.now();
        }
    }

    synchronized void close() {
        closed = true;
        shut();
    }

    synchronized boolean accepts() {
        return channel.isPresent();
    }

    /** {@code 127.0.0.1:10025}; empty while it is shut. */
    synchronized String address() {
        return channel.map(its -> text((InetSocketAddress) its.localAddress())).orElse("");
    }

    synchronized Service service() {
        String state = accepts() ? "up" : failure.isEmpty() ? "waiting" : "failed";
        String reason = accepts() ? "" : failure.isEmpty() ? "its protocol " + protocol.name() + " is away" : failure;
        return new Service(
                settings.service(), protocol.name(), state, accepts() ? List.of(address()) : List.of(), reason, since);
    }

    /** Lets one in; false if it is too crowded. */
    boolean enter(InetAddress address) {
        if (inside.incrementAndGet() > settings.maxConnections()) {
            inside.decrementAndGet();
            return false;
        }
        boolean unlimited = settings.demo() && address.isLoopbackAddress();
        if (perAddress.merge(address, 1, Integer::sum) > settings.maxPerAddress() && !unlimited) {
            exit(address);
            return false;
        }
        return true;
    }

    void exit(InetAddress address) {
        inside.decrementAndGet();
        perAddress.computeIfPresent(address, (its, count) -> count == 1 ? null : count - 1);
    }

    private ServerBootstrap bootstrap() {
        boolean reads = settings.security() != DoorSettings.Security.IMPLICIT;
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(new Shortage(settings.service()))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.AUTO_READ, reads)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new HeapGulps())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        visit.accept(Door.this, socket);
                    }
                });
    }

    private static String text(InetSocketAddress address) {
        return (address.getAddress().isAnyLocalAddress()
                        ? "*"
                        : address.getAddress().getHostAddress()) + ":" + address.getPort();
    }
}
