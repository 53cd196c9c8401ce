package org.posthouse.core.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Where the launcher keeps listening sockets, by the address they were wanted for: one that is on it when core.net goes stays open, who
 * connects meanwhile waits in its backlog, and the next core.net goes on with it. Without a launcher nothing outlives core.net. Any
 * thread.
 */
final class Shelf {
    private static final String FILTER = "(posthouse.sockets=true)";

    private final ConcurrentMap<InetSocketAddress, ServerSocketChannel> kept;
    private final boolean lasting;

    private Shelf(ConcurrentMap<InetSocketAddress, ServerSocketChannel> kept, boolean lasting) {
        this.kept = kept;
        this.lasting = lasting;
    }

    /** @param kept that of the launcher, who takes off what is to end with core.net */
    static Shelf of(ConcurrentMap<InetSocketAddress, ServerSocketChannel> kept) {
        return new Shelf(kept, true);
    }

    static Shelf none() {
        return new Shelf(new ConcurrentHashMap<>(), false);
    }

    /** That of the launcher, if there is one. */
    @SuppressWarnings("unchecked") // The property says what it is a map of.
    static Shelf of(BundleContext framework) {
        try {
            ServiceReference<?>[] found = framework.getServiceReferences(ConcurrentMap.class.getName(), FILTER);
            return found == null
                    ? none()
                    : of((ConcurrentMap<InetSocketAddress, ServerSocketChannel>) framework.getService(found[0]));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A socket that listens there and that nobody serves. */
    ServerSocketChannel take(InetSocketAddress wanted, int backlog) throws IOException {
        ServerSocketChannel found = kept.get(wanted);
        if (found != null && found.isOpen()) {
            if (found.isRegistered()) {
                throw new BindException("Address already in use");
            }
            return found;
        }
        ServerSocketChannel opened;
        try {
            opened = listen(wanted, backlog);
        } catch (BindException e) {
            if (!dropIdle(wanted.getPort())) {
                throw e;
            }
            opened = listen(wanted, backlog);
        }
        if (lasting && wanted.getPort() != 0) {
            kept.put(wanted, opened);
        }
        return opened;
    }

    /** Whether it stays open when core.net goes. */
    boolean keeps(ServerSocketChannel socket) {
        return kept.containsValue(socket);
    }

    /** It is closed for good. */
    void remove(ServerSocketChannel socket) {
        kept.values().remove(socket);
    }

    /** One address of a port cannot be listened at together with all of them: what a former core.net has left gives way. */
    private boolean dropIdle(int port) throws IOException {
        boolean dropped = false;
        for (var entry : kept.entrySet()) {
            ServerSocketChannel socket = entry.getValue();
            if (entry.getKey().getPort() == port && !socket.isRegistered() && kept.remove(entry.getKey(), socket)) {
                socket.close();
                dropped = true;
            }
        }
        return dropped;
    }

    private static ServerSocketChannel listen(InetSocketAddress wanted, int backlog) throws IOException {
        ServerSocketChannel opened = ServerSocketChannel.open();
        try {
            opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return opened.bind(wanted, backlog);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
