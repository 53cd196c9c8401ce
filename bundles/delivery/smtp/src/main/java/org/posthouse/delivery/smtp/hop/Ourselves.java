package org.posthouse.delivery.smtp.hop;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How this server is known to others: mail for it must not be sent in a circle, RFC 5321 §5.1.
 *
 * @param name in lower case
 */
public record Ourselves(String name, Predicate<InetAddress> addresses) {
    /**
     * Loopback, whose addresses no interface lists, is always ours: there is nobody on it for whom mail would come by DNS. Unless the
     * server is bound to one address of it: then the others are other hosts.
     *
     * @param bind the one address that the server listens at; empty: at all of this machine
     */
    public static Ourselves of(String name, Optional<InetAddress> bind) {
        boolean alone = bind.filter(InetAddress::isLoopbackAddress).isEmpty();
        return new Ourselves(
                name,
                address -> address.isAnyLocalAddress()
                        || (alone && address.isLoopbackAddress())
                        || bind.map(address::equals).orElseGet(() -> isHere(address)));
    }

    private static boolean isHere(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    boolean at(InetAddress address) {
        return addresses.test(address);
    }

    boolean named(String host) {
        return host.equalsIgnoreCase(name);
    }
}
