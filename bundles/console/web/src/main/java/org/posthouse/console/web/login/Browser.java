package org.posthouse.console.web.login;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.posthouse.api.net.Client;
import org.posthouse.api.net.TlsFacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who asks by HTTP, as those who check passwords want to know it. Lives as long as the request, and ends with {@link #close}. */
final class Browser implements Client, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Browser.class);

    private final String id = "web" + UUID.randomUUID().toString().substring(0, 8);
    private final InetSocketAddress address;
    private final InetSocketAddress localAddress;
    private final boolean secure;
    private final Instant since;
    private volatile Optional<String> user = Optional.empty();
    private final Map<String, Runnable> tasks = new LinkedHashMap<>();
    private boolean ended;

    Browser(HttpServletRequest request, Instant since) {
        this.address = socket(request.getRemoteAddr(), request.getRemotePort());
        this.localAddress = socket(request.getLocalAddr(), request.getLocalPort());
        this.secure = request.isSecure();
        this.since = since;
    }

    /** The servlet container gives addresses as numbers: nothing is looked up. */
    private static InetSocketAddress socket(String host, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            return InetSocketAddress.createUnresolved(host, port);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String service() {
        return "console";
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

    /** The facts of the handshake stay with the HTTP server. */
    @Override
    public Optional<TlsFacts> tls() {
        return Optional.empty();
    }

    @Override
    public boolean confidential() {
        return secure || (!address.isUnresolved() && address.getAddress().isLoopbackAddress());
    }

    @Override
    public boolean tlsOffered() {
        return false;
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
        synchronized (tasks) {
            if (!ended) {
                tasks.put(key, task);
                return;
            }
        }
        run(task);
    }

    /** What was asked for by {@link #whenClosed} runs. */
    @Override
    public void close() {
        List<Runnable> last;
        synchronized (tasks) {
            ended = true;
            last = List.copyOf(tasks.values());
            tasks.clear();
        }
        last.forEach(this::run);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("a task at the end of request {} failed", id, e);
        }
    }
}
