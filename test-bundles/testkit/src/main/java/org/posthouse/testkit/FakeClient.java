package org.posthouse.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthouse.api.net.Client;
import org.posthouse.api.net.TlsFacts;

/** A client from 192.0.2.1 in clear text, until told otherwise. Safe from any thread. */
public final class FakeClient implements Client {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String id = "c" + COUNT.incrementAndGet();
    private final Map<String, Runnable> tasks = new LinkedHashMap<>();
    private String service = "smtp";
    private InetSocketAddress address = at("192.0.2.1", 40_000);
    private InetSocketAddress localAddress = at("127.0.0.1", 25);
    private Optional<String> name = Optional.empty();
    private Optional<TlsFacts> tls = Optional.empty();
    private Optional<String> user = Optional.empty();
    private boolean clearTextLogin;
    private boolean tlsOffered = true;
    private boolean compressionOffered = true;
    private boolean ended;
    private boolean crowded;

    public synchronized FakeClient service(String value) {
        service = value;
        return this;
    }

    /** The client's address, an IP literal. */
    public synchronized FakeClient from(String ip) {
        address = at(ip, 40_000);
        return this;
    }

    public synchronized FakeClient localAddress(String ip, int port) {
        localAddress = at(ip, port);
        return this;
    }

    /** Its forward-confirmed name. */
    public synchronized FakeClient name(String value) {
        name = Optional.of(value);
        return this;
    }

    public synchronized FakeClient tls(TlsFacts facts) {
        tls = Optional.of(facts);
        return this;
    }

    /** As a listener does that allows passwords in clear text. */
    public synchronized FakeClient clearTextLogin() {
        clearTextLogin = true;
        return this;
    }

    /** As a listener does that has no STARTTLS. */
    public synchronized FakeClient noTls() {
        tlsOffered = false;
        return this;
    }

    /** Its compression is on, or there is no room for it. */
    public synchronized FakeClient noCompression() {
        compressionOffered = false;
        return this;
    }

    /** The connection ends: what was asked for by {@link #whenClosed} runs, once. */
    public void end() {
        Map<String, Runnable> due;
        synchronized (this) {
            ended = true;
            due = new LinkedHashMap<>(tasks);
            tasks.clear();
        }
        due.values().forEach(Runnable::run);
    }

    /** How many tasks wait for the end. */
    public synchronized int waitingForEnd() {
        return tasks.size();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized String service() {
        return service;
    }

    @Override
    public synchronized InetSocketAddress address() {
        return address;
    }

    @Override
    public synchronized InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public Instant since() {
        return FakeClock.START;
    }

    @Override
    public synchronized Optional<String> name() {
        return name;
    }

    @Override
    public synchronized Optional<TlsFacts> tls() {
        return tls;
    }

    @Override
    public synchronized boolean confidential() {
        return tls.isPresent() || clearTextLogin;
    }

    @Override
    public synchronized boolean tlsOffered() {
        return tlsOffered && tls.isEmpty();
    }

    @Override
    public synchronized boolean compressionOffered() {
        return compressionOffered;
    }

    /** From now on its user has as many connections as are allowed. */
    public synchronized void crowd() {
        crowded = true;
    }

    @Override
    public synchronized boolean loggedInAs(String value) {
        if (crowded) {
            return false;
        }
        user = Optional.of(value);
        return true;
    }

    @Override
    public synchronized Optional<String> user() {
        return user;
    }

    @Override
    public void whenClosed(String key, Runnable task) {
        synchronized (this) {
            if (!ended) {
                tasks.put(key, task);
                return;
            }
        }
        task.run();
    }

    private static InetSocketAddress at(String ip, int port) {
        if (ip.isEmpty() || ip.chars().noneMatch(c -> c == ':' || c == '.')) {
            throw new IllegalArgumentException("an IP literal, please: " + ip);
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(ip), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
