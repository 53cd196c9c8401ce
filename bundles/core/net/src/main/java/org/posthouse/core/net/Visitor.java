package org.posthouse.core.net;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.net.Client;
import org.posthouse.api.net.TlsFacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client of one connection. */
final class Visitor implements Client {
    private static final Logger LOG = LoggerFactory.getLogger(Visitor.class);

    private final String id;
    private final DoorSettings door;
    private final InetSocketAddress address;
    private final InetSocketAddress localAddress;
    private final Instant since;
    private volatile Optional<TlsFacts> tls = Optional.empty();
    private volatile Optional<String> user = Optional.empty();
    private Map<String, Runnable> tasks = Map.of();
    private boolean ended;

    Visitor(String id, DoorSettings door, InetSocketAddress address, InetSocketAddress localAddress, Instant since) {
        this.id = id;
        this.door = door;
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
        return door.service();
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
    }

    @Override
    public boolean confidential() {
        return tls.isPresent()
                || door.clearTextLogin()
                || (door.demo() && address.getAddress().isLoopbackAddress());
    }

    @Override
    public boolean tlsOffered() {
        return tls.isEmpty() && door.security() == DoorSettings.Security.STARTTLS;
    }

    @Override
    public boolean loggedInAs(String name) {
        user = Optional.of(name);
        return true;
    }

    @Override
    public Optional<String> user() {
        return user;
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
        last.forEach(this::run);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("A task at the end of connection {} failed", id, e);
        }
    }
}
