package org.posthouse.core.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.posthouse.api.log.Detail;
import org.posthouse.api.log.EventLog;
import org.posthouse.api.net.Client;
import org.posthouse.api.net.TlsFacts;
import org.posthouse.api.plugin.Edition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client of one connection. */
final class Visitor implements Client {
    private static final Logger LOG = LoggerFactory.getLogger(Visitor.class);

    private final String id;
    private final Supplier<DoorSettings> door;
    private final EventLog log;
    private final Census<String> users;
    private final BooleanSupplier compressions;
    private final InetSocketAddress address;
    private final InetSocketAddress localAddress;
    private final Instant since;
    private volatile Optional<TlsFacts> tls = Optional.empty();
    private volatile Optional<String> user = Optional.empty();
    private volatile Optional<Edition> servedBy = Optional.empty();
    private volatile boolean compressed;
    private Map<String, Runnable> tasks = Map.of();
    private boolean ended;
    private boolean sentAway;

    /**
     * @param door what is set for it now
     * @param users counted by its protocol
     * @param compressions whether there may be one more
     */
    Visitor(
            String id,
            Supplier<DoorSettings> door,
            EventLog log,
            Census<String> users,
            BooleanSupplier compressions,
            InetSocketAddress address,
            InetSocketAddress localAddress,
            Instant since) {
        this.id = id;
        this.door = door;
        this.log = log;
        this.users = users;
        this.compressions = compressions;
        this.address = address;
        this.localAddress = localAddress;
        this.since = since;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String service() {
        return door.get().service();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public Optional<String> name() {
        return Optional.empty();
    }

    @Override
    public Optional<TlsFacts> tls() {
        return tls;
    }

    void secured(TlsFacts facts) {
        tls = Optional.of(facts);
        if (log.takes(Detail.MEDIUM)) {
            log.tell(Detail.MEDIUM, "is encrypted: " + facts.protocol() + " " + facts.cipher());
        }
    }

    @Override
    public EventLog log() {
        return log;
    }

    @Override
    public boolean confidential() {
        DoorSettings its = door.get();
        return tls.isPresent() || its.clearTextLogin() || its.unlimited(address.getAddress());
    }

    @Override
    public boolean tlsOffered() {
        return tls.isEmpty() && door.get().security() == DoorSettings.Security.STARTTLS;
    }

    @Override
    public boolean compressionOffered() {
        return !compressed && compressions.getAsBoolean();
    }

    boolean isCompressed() {
        return compressed;
    }

    void compressed() {
        compressed = true;
    }

    @Override
    public boolean loggedInAs(String name) {
        if (!user.equals(Optional.of(name))) {
            DoorSettings its = door.get();
            boolean unlimited = its.unlimited(address.getAddress());
            if (!users.enter(name, unlimited ? Integer.MAX_VALUE : its.limits().perUser())) {
                log.tell(Detail.LOW, "may not log in as " + name + ": too many connections of that user");
                return false;
            }
            user.ifPresent(users::leave);
            user = Optional.of(name);
            log.tell(Detail.MEDIUM, "logged in as " + name);
        }
        return true;
    }

    /** It has come in. */
    void begin() {
        if (log.takes(Detail.MEDIUM)) {
            log.tell(Detail.MEDIUM, "came from " + from() + " to " + service());
        }
    }

    private String from() {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }

    /** Whether it should have logged in by now; once. On one thread. */
    boolean overdue(Instant now) {
        Duration login = door.get().login();
        boolean overdue = !sentAway
                && !login.isZero()
                && user.isEmpty()
                && since.plus(login).isBefore(now);
        sentAway |= overdue;
        return overdue;
    }

    @Override
    public Optional<String> user() {
        return user;
    }

    @Override
    public Optional<Edition> servedBy() {
        return servedBy;
    }

    void servedBy(Edition edition) {
        servedBy = Optional.of(edition);
    }

    @Override
    public void whenClosed(String key, Runnable task) {
        synchronized (this) {
            if (!ended) {
                if (tasks.isEmpty()) {
                    tasks = new HashMap<>(4);
                }
                tasks.put(key, task);
                return;
            }
        }
        run(task);
    }

    /** Forgets the tasks of a version that has handed this client over: they would keep its classes. */
    synchronized void forget(ClassLoader version) {
        if (!tasks.isEmpty()) {
            tasks.values().removeIf(task -> task.getClass().getClassLoader() == version);
        }
    }

    /** The connection has ended. */
    void end() {
        List<Runnable> last;
        synchronized (this) {
            ended = true;
            last = List.copyOf(tasks.values());
            tasks = Map.of();
        }
        user.ifPresent(users::leave);
        last.forEach(this::run);
        log.tell(Detail.MEDIUM, "left");
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("A task at the end of connection {} failed", id, e);
        }
    }
}
