package org.posthouse.core.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.posthouse.api.net.Listeners.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener: its port, open while its protocol is installed, and how many stand in it. */
final class Door {
    /** Octets of an IPv6 address that name its network. */
    private static final int NETWORK = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final EventLoopGroup loops;
    private final Shelf shelf;
    private final BiConsumer<Door, SocketChannel> visit;
    private final AtomicInteger inside = new AtomicInteger();
    private final Census<InetAddress> addresses = new Census<>();
    private volatile DoorSettings settings;
    private volatile Protocol protocol;
    private Optional<Channel> channel = Optional.empty();
    private Optional<ServerSocketChannel> socket = Optional.empty();
    private Optional<InetSocketAddress> place = Optional.empty();
    private String failure = "";
    private Instant since = Instant.now();
    private boolean closed;

    /** @param visit given each new socket, on its event loop */
    Door(
            DoorSettings settings,
            Protocol protocol,
            EventLoopGroup loops,
            Shelf shelf,
            BiConsumer<Door, SocketChannel> visit) {
        this.settings = settings;
        this.protocol = protocol;
        this.loops = loops;
        this.shelf = shelf;
        this.visit = visit;
    }

    DoorSettings settings() {
        return settings;
    }

    Protocol protocol() {
        return protocol;
    }

    /**
     * Other settings from now on; who is inside stays. Another port is opened by the next {@link #open}; until then, and while it
     * cannot be, the former one stays open.
     */
    synchronized void change(DoorSettings its, Protocol spoken) {
        settings = its;
        protocol = spoken;
        failure = "";
    }

    /** Accepts from now on where it should, if it can. Not on an event loop. */
    synchronized void open() {
        if (closed || inPlace()) {
            return;
        }
        InetSocketAddress wanted = settings.address();
        if (place.map(InetSocketAddress::getPort).equals(Optional.of(wanted.getPort()))) {
            // One address of a port cannot be listened at together with all of them.
            shut();
        }
        try {
            ServerSocketChannel listening = shelf.take(wanted, settings.backlog());
            Channel opened = serve(listening);
            shut();
            channel = Optional.of(opened);
            socket = Optional.of(listening);
            place = Optional.of(wanted);
            failure = "";
            since = Instant.now();
            LOG.info("{} listens at {}", settings.service(), address());
        } catch (Exception e) {
            // Netty throws what the system said without declaring it; an address that means nothing is a
            // RuntimeException.
            if (failure.isEmpty()) {
                since = Instant.now();
                LOG.error("{} cannot listen at {}: {}", settings.service(), Unbound.text(wanted), e.toString());
            }
            failure = "cannot listen at " + Unbound.text(wanted) + ": " + Unbound.reason(e, wanted);
        }
    }

    /** Accepts no more; who is inside stays. */
    synchronized void shut() {
        if (channel.isPresent()) {
            socket.ifPresent(shelf::remove);
            channel.get().close().syncUninterruptibly();
            channel = Optional.empty();
            socket = Optional.empty();
            place = Optional.empty();
            since = Instant.now();
        }
    }

    /** Closes it for good. */
    synchronized void close() {
        closed = true;
        shut();
    }

    /** Accepts no more. What is on the shelf stays open for the next one, and who knocks waits. */
    synchronized void leave() {
        closed = true;
        if (socket.filter(shelf::keeps).isPresent()) {
            channel.orElseThrow().deregister().syncUninterruptibly();
            channel = Optional.empty();
            socket = Optional.empty();
            place = Optional.empty();
        }
        shut();
    }

    synchronized boolean accepts() {
        return channel.isPresent();
    }

    /** Whether it accepts where its settings say. */
    synchronized boolean inPlace() {
        return place.equals(Optional.of(settings.address()));
    }

    /** {@code 127.0.0.1:10025}; empty while it is shut. */
    synchronized String address() {
        return channel.map(its -> Unbound.text((InetSocketAddress) its.localAddress()))
                .orElse("");
    }

    /** Why it does not accept where it should, in words; empty: it does, or its protocol is not there. */
    synchronized String failure() {
        return failure;
    }

    synchronized Service service() {
        boolean failed = !failure.isEmpty();
        boolean comes = protocol.installed();
        String state = failed ? "failed" : accepts() ? "up" : comes ? "waiting" : "off";
        String away = accepts()
                ? ""
                : "its protocol " + protocol.name() + (comes ? " is away" : " is switched off, or not installed");
        String reason = failed ? failure + (accepts() ? "; until it can, " + address() + " stays open" : "") : away;
        return new Service(
                settings.service(), protocol.name(), state, accepts() ? List.of(address()) : List.of(), reason, since);
    }

    /** Lets one in; false if it is too crowded. */
    boolean enter(InetAddress address) {
        DoorLimits limits = settings.limits();
        int most = settings.unlimited(address) ? Integer.MAX_VALUE : limits.perAddress();
        if (inside.incrementAndGet() <= limits.connections() && addresses.enter(counted(address), most)) {
            return true;
        }
        inside.decrementAndGet();
        return false;
    }

    void exit(InetAddress address) {
        inside.decrementAndGet();
        addresses.leave(counted(address));
    }

    /** Of IPv6 the network: who has an address there has as many as he likes. */
    private static InetAddress counted(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] octets = address.getAddress();
        Arrays.fill(octets, NETWORK, octets.length, (byte) 0);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private Channel serve(ServerSocketChannel listening) {
        Channel opened = bootstrap(listening).register().syncUninterruptibly().channel();
        // Not before the last of its handlers is there, for somebody may be waiting already.
        opened.config().setAutoRead(true);
        return opened;
    }

    private ServerBootstrap bootstrap(ServerSocketChannel listening) {
        return new ServerBootstrap()
                .group(loops)
                .channelFactory(() -> new Sockets(listening))
                .option(ChannelOption.AUTO_READ, false)
                .handler(new Shortage(settings.service()))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new HeapGulps())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        visit.accept(Door.this, socket);
                    }
                });
    }
}
