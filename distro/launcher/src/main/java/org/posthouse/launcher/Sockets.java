package org.posthouse.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * The listening sockets, by the addresses they were wanted for. They are the process's: one framework goes, the next comes, and who
 * connects meanwhile waits. What is taken off ends with the framework that serves it.
 */
final class Sockets {
    private final ConcurrentMap<InetSocketAddress, ServerSocketChannel> open = new ConcurrentHashMap<>();
    private Set<ServerSocketChannel> idle = Set.of();

    /** Shows them to a framework, as a service of a JDK type with the property {@code posthouse.sockets}. */
    void offer(BundleContext framework) {
        framework.registerService(
                ConcurrentMap.class, open, FrameworkUtil.asDictionary(Map.of("posthouse.sockets", true)));
    }

    /** From now on each ends with who serves it; who is served by nobody ends here. */
    void letGo() {
        for (ServerSocketChannel socket : Set.copyOf(open.values())) {
            open.values().remove(socket);
            if (!socket.isRegistered()) {
                close(socket);
            }
        }
    }

    /** Closes those that nobody serves and nobody served when this was last asked: who connects there would wait for ever. */
    void closeIdle() {
        Set<ServerSocketChannel> now =
                open.values().stream().filter(socket -> !socket.isRegistered()).collect(Collectors.toSet());
        for (Iterator<ServerSocketChannel> each = now.iterator(); each.hasNext(); ) {
            ServerSocketChannel socket = each.next();
            if (idle.contains(socket)) {
                open.values().remove(socket);
                close(socket);
                each.remove();
            }
        }
        idle = now;
    }

    int count() {
        return open.size();
    }

    private static void close(ServerSocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            StandardError.line("posthouse: a listening socket cannot be closed: " + e);
        }
    }
}
