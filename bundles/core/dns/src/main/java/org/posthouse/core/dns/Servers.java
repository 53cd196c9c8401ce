package org.posthouse.core.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.xbill.DNS.ResolverConfig;

/** Whom to ask: those that are configured, or those of the system, which are looked up anew now and then. Safe for threads. */
final class Servers {
    static final int PORT = 53;
    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

    private final List<InetSocketAddress> configured;
    private final Supplier<List<InetSocketAddress>> system;
    private final LongSupplier nanos;
    private List<InetSocketAddress> known = List.of();
    private long looked;

    Servers(List<InetSocketAddress> configured, Supplier<List<InetSocketAddress>> system, LongSupplier nanos) {
        this.configured = configured;
        this.system = system;
        this.nanos = nanos;
    }

    /** In the order they are to be asked. */
    synchronized List<InetSocketAddress> now() {
        if (!configured.isEmpty()) {
            return configured;
        }
        long now = nanos.getAsLong();
        if (known.isEmpty() || now - looked > FRESH_NANOS) {
            known = List.copyOf(system.get());
            looked = now;
        }
        return known;
    }

    /** What the system is configured with: resolv.conf and the like. */
    static List<InetSocketAddress> ofTheSystem() {
        ResolverConfig.refresh();
        return ResolverConfig.getCurrentConfig().servers().stream()
                .filter(server -> !server.isUnresolved())
                .toList();
    }

    /** {@code 192.0.2.1}, {@code 192.0.2.1:53}, {@code 2001:db8::1} or {@code [2001:db8::1]:53}. */
    static InetSocketAddress parse(String server) {
        String text = server.strip();
        int colon = text.lastIndexOf(':');
        boolean port = colon > 0 && (text.charAt(colon - 1) == ']' || text.indexOf(':') == colon);
        String host = port ? text.substring(0, colon) : text;
        InetAddress address = Names.literal(host)
                .orElseThrow(() -> new IllegalArgumentException(server + " is no address of a name server"));
        return new InetSocketAddress(address, port ? Integer.parseInt(text.substring(colon + 1)) : PORT);
    }
}
