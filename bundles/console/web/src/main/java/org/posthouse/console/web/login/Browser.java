package org.posthouse.console.web.login;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.posthouse.api.net.Client;
import org.posthouse.api.net.TlsFacts;

/** Who asks by HTTP, as those who check passwords want to know it. Lives as long as the request. */
final class Browser implements Client {
    private final String id = "web" + UUID.randomUUID().toString().substring(0, 8);
    private final InetSocketAddress address;
    private final InetSocketAddress localAddress;
    private final boolean secure;
    private final Instant since;
    private volatile Optional<String> user = Optional.empty();

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

    /** A request is over before anybody could wish for that. */
    @Override
    public void whenClosed(String key, Runnable task) {
        throw new UnsupportedOperationException("a request is no connection");
    }
}
