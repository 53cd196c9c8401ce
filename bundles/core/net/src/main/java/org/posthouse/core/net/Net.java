package org.posthouse.core.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.HashedWheelTimer;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.posthouse.api.crypto.Certificates;
import org.posthouse.api.log.SteadyLogs;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.api.plugin.Seats;
import org.posthouse.core.net.frame.SpoolRoom;
import org.posthouse.core.net.log.RareLog;
import org.posthouse.spi.protocol.ProtocolHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All doors, all connections, and the threads they share. */
final class Net {
    private static final String LEAKS = "io.netty.leakDetection.level";
    private static final Logger LOG = LoggerFactory.getLogger(Net.class);
    private static final RareLog RARE = new RareLog(LOG);
    private static final long TICK = 50;
    /** So many who are turned away at once are told why; a flood is not. */
    private static final int LAST_WORDS = 256;

    /** How often doors are looked after that cannot open yet. */
    private static final Duration SOON = Duration.ofMillis(20);

    /** How often it is looked whether everybody has logged in who should. */
    private static final Duration OVERDUE = Duration.ofMillis(500);

    private static final Duration LATER = Duration.ofMillis(500);

    private final Shelf shelf;
    private final BooleanSupplier settled;
    private final BooleanSupplier looked;
    private final Clock clock = Clock.systemUTC();
    private final EventLoopGroup loops;
    private final ScheduledThreadPoolExecutor care = new ScheduledThreadPoolExecutor(
            1, new Threads("posthouse-net-care-"), new ThreadPoolExecutor.DiscardPolicy());
    private final Room inboxes;
    private final Room outboxes;
    private final Handshakes handshakes;
    private final Rejections rejections = new Rejections(clock);
    private final SteadyLogs logs = new SteadyLogs();
    private final Compressions compressions;
    private final Machinery machinery;
    private final SeatRow<ProtocolHandler> row;
    private final ConcurrentMap<String, Protocol> protocols = new ConcurrentHashMap<>();
    private final List<Door> doors = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<String, Connection> connections = new ConcurrentHashMap<>();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final Object empty = new Object();
    private final AtomicLong arrivals = new AtomicLong();
    private final String series;
    private volatile NetSettings settings;
    private volatile boolean stopping;

    /**
     * @param spool folder for contents on their way in
     * @param shelf where listening sockets are kept
     * @param settled whether every plug-in that is expected is there: no door opens before
     * @param looked told when doors may have opened or shut; false to be told again soon
     */
    Net(
            NetSettings settings,
            Path spool,
            Shelf shelf,
            Seats seats,
            BooleanSupplier settled,
            Certificates certificates,
            BooleanSupplier looked)
            throws IOException {
        if (System.getProperty(LEAKS) == null) {
            // Our tests look for them, in every buffer; here looking at some would cost and be told to nobody.
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        this.settings = settings;
        this.shelf = shelf;
        this.settled = settled;
        this.looked = looked;
        SpoolRoom room = new SpoolRoom(spool, () -> this.settings.budgets().contents());
        room.empty();
        this.inboxes = new Room(() -> this.settings.budgets().inboxes());
        this.outboxes = new Room(() -> this.settings.budgets().outboxes());
        this.handshakes = new Handshakes(() -> this.settings.handshakes());
        this.compressions = new Compressions(() -> this.settings.compressions());
        this.series = Long.toString(clock.millis(), 36);
        this.loops = new MultiThreadIoEventLoopGroup(
                Math.min(4, Math.max(2, Runtime.getRuntime().availableProcessors() / 2)),
                new Threads("posthouse-net-loop-"),
                NioIoHandler.newFactory());
        HashedWheelTimer timer =
                new HashedWheelTimer(new Threads("posthouse-net-timer-"), TICK, TimeUnit.MILLISECONDS, 1024);
        this.machinery = new Machinery(
                () -> this.settings,
                new Workers(settings.workers()),
                timer,
                room,
                inboxes,
                outboxes,
                new Tls(certificates, () -> this.settings.handshake(), handshakes, rejections),
                compressions);
        this.row = seats.open(ProtocolHandler.class, this::changed);
        care.setRemoveOnCancelPolicy(true);
    }

    /** Begins to look after the doors, and after those who stand in them. */
    void start() {
        look();
        ScheduledFuture<?> unused = care.scheduleWithFixedDelay(
                this::sendOverdueAway, OVERDUE.toMillis(), OVERDUE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sendOverdueAway() {
        Instant now = clock.instant();
        connections.values().stream().filter(its -> its.visitor().overdue(now)).forEach(its -> {
            rejections.cutOff(its.visitor(), "not logged in in time");
            end(its, Farewell.OVERDUE);
        });
    }

    /** Other limits and time-outs from now on, for those who are connected too. */
    void change(NetSettings others) {
        settings = others;
        machinery.workers().resize(others.workers());
    }

    /** A new door, which opens as soon as its protocol is there. */
    Door listen(DoorSettings door) {
        Door made = new Door(door, protocol(door), loops, shelf, this::visit);
        doors.add(made);
        look();
        return made;
    }

    /** Other settings for a door: who came in stays. */
    void change(Door door, DoorSettings others) {
        door.change(others, protocol(others));
        look();
    }

    private Protocol protocol(DoorSettings door) {
        return protocols.computeIfAbsent(
                door.protocol(),
                name -> new Protocol(
                        name,
                        () -> row.where(ProtocolHandler.PROTOCOL, name),
                        () -> care.execute(machinery.workers()::renew)));
    }

    /**
     * The door's component goes; who came in stays.
     *
     * @param forGood nobody shall listen there any more
     */
    void leave(Door door, boolean forGood) {
        doors.remove(door);
        if (forGood) {
            door.close();
        } else {
            door.leave();
        }
    }

    /** Whether every door whose protocol is installed accepts, and nothing is awaited any more. */
    boolean ready() {
        return settled.getAsBoolean()
                && doors.stream()
                        .allMatch(door -> door.accepts() || !door.protocol().installed());
    }

    /** {@code smtp 127.0.0.1:10025} for each door that accepts. */
    List<String> addresses() {
        return doors.stream()
                .filter(Door::accepts)
                .sorted(Comparator.comparing(its -> its.settings().address().getPort()))
                .map(door -> door.settings().service() + " " + door.address())
                .toList();
    }

    /** {@code smtp cannot listen at 127.0.0.1:10025: …} for each door that does not accept and should. */
    List<String> failures() {
        return doors.stream()
                .filter(door -> !door.accepts() && !door.failure().isEmpty())
                .map(door -> door.settings().service() + " " + door.failure())
                .sorted()
                .toList();
    }

    List<Door> doors() {
        return doors;
    }

    /** Octets that connections hold and no conversation has taken yet. */
    long waitingOctets() {
        return inboxes.used();
    }

    /** Octets of replies that clients have not read yet. */
    long unreadOctets() {
        return outboxes.used();
    }

    /** What is told of those who are let in. */
    SteadyLogs logs() {
        return logs;
    }

    /** What is told of those who are not let in. */
    Rejections rejections() {
        return rejections;
    }

    /** TLS handshakes under way. */
    int handshakes() {
        return handshakes.count();
    }

    /** Compressed connections. */
    int compressions() {
        return compressions.count();
    }

    Map<String, Long> peaks(Instant since) {
        Map<String, Long> peaks = new HashMap<>();
        protocols.forEach((name, protocol) -> peaks.put(name, protocol.crowd().most(since)));
        return peaks;
    }

    Collection<Connection> connections() {
        return connections.values();
    }

    /** Ends a connection with a farewell; who does not go is cut off after the drain time. False if there is none of this id. */
    boolean close(String id) {
        Connection connection = connections.get(id);
        if (connection == null) {
            return false;
        }
        end(connection, Farewell.CUT);
        return true;
    }

    private void end(Connection connection, Farewell why) {
        connection.calls().end(why.reason(), true);
        machinery
                .timer()
                .newTimeout(late -> connection.abort(), settings.drain().toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Accepts no more, lets transactions under way finish, and says good-bye. Afterwards nobody is connected; who knocks waits before a
     * door that is on the shelf.
     */
    void drain() throws InterruptedException {
        if (!stopping) {
            shutDoors();
        }
        connections.values().forEach(its -> its.calls().end(Farewell.STOPPING.reason(), false));
        if (!emptied(settings.drain())) {
            connections.values().forEach(its -> its.calls().cut());
            if (!emptied(settings.linger())) {
                connections.values().forEach(Connection::abort);
                emptied(settings.linger());
            }
        }
    }

    private void shutDoors() throws InterruptedException {
        care.shutdownNow();
        doors.forEach(Door::leave);
        for (EventExecutor loop : loops) {
            // Who was let in before is one of those who are connected.
            boolean unused = loop.submit(() -> {}).await(1, TimeUnit.SECONDS);
        }
        stopping = true;
    }

    /** Ends every thread, after {@link #drain}. */
    void stop() throws InterruptedException {
        drain();
        protocols.values().forEach(Protocol::close);
        row.close();
        machinery.workers().stop(Duration.ofSeconds(1));
        machinery.tls().stop();
        machinery.timer().stop();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(3, TimeUnit.SECONDS);
        compressions.deflaters().close();
    }

    /** Waits for the thread that Netty uses when groups of threads end: it goes by itself a second later. */
    static void awaitLastThread() throws InterruptedException {
        GlobalEventExecutor.INSTANCE.awaitInactivity(3, TimeUnit.SECONDS);
    }

    private boolean emptied(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (empty) {
            while (!connections.isEmpty()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(empty, left);
            }
        }
        return true;
    }

    /** On whatever thread changes plug-ins: so the work is done on one of ours. */
    private void changed(Seat<ProtocolHandler> seat) {
        if (!stopping) {
            machinery.workers().execute(() -> protocols.values().forEach(Protocol::changed));
            look();
        }
    }

    private void look() {
        if (!stopping) {
            care.execute(this::openDoors);
        }
    }

    private void openDoors() {
        if (settled.getAsBoolean()) {
            for (Door door : doors) {
                if (door.protocol().installed()) {
                    door.open();
                } else {
                    door.shut();
                }
            }
        }
        boolean ready = ready();
        boolean done = ready && doors.stream().allMatch(door -> door.inPlace() || !door.accepts());
        if (!(looked.getAsBoolean() && done) && !stopping) {
            Duration delay = done || !settled.getAsBoolean() ? SOON : LATER;
            ScheduledFuture<?> unused = care.schedule(this::openDoors, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void visit(Door door, SocketChannel socket) {
        InetSocketAddress address = socket.remoteAddress();
        if (address == null) {
            Socket.close(socket);
            return;
        }
        DoorSettings its = door.settings();
        boolean implicitTls = its.security() == DoorSettings.Security.IMPLICIT;
        // What comes before the handshake is awaited belongs to it.
        socket.config().setAutoRead(!implicitTls);
        boolean roomy = connections.size() < settings.connections() && !stopping;
        if (!roomy || !door.enter(address.getAddress())) {
            RARE.info(
                    "{} turned away from {}: too many connections",
                    address.getAddress().getHostAddress(),
                    its.service());
            String line = turnedAway.get() >= LAST_WORDS
                    ? ""
                    : door.protocol().farewell(false, stopping ? Farewell.STOPPING : Farewell.CROWDED);
            rejections.turnedAway(
                    address.getAddress(), its.service(), roomy ? "too many from there" : "too many connections", line);
            turnedAway.incrementAndGet();
            socket.closeFuture().addListener(done -> turnedAway.decrementAndGet());
            socket.pipeline().addLast(new Refused(implicitTls ? "" : line, settings.linger()));
            return;
        }
        String id = series + Long.toString(arrivals.incrementAndGet(), 36);
        Protocol protocol = door.protocol();
        Visitor visitor = new Visitor(
                id,
                door::settings,
                logs.of(protocol.name(), id),
                protocol.users(),
                compressions::offered,
                address,
                socket.localAddress(),
                clock.instant());
        Connection connection = new Connection(
                machinery, protocol, visitor, new Socket(socket), implicitTls, () -> left(door, protocol, visitor));
        connections.put(id, connection);
        protocol.crowd().enter();
        visitor.begin();
        socket.pipeline().addLast(new SocketHandler(connection));
    }

    private void left(Door door, Protocol protocol, Visitor visitor) {
        door.exit(visitor.address().getAddress());
        protocol.crowd().leave();
        connections.remove(visitor.id());
        if (stopping) {
            synchronized (empty) {
                empty.notifyAll();
            }
        }
    }
}
