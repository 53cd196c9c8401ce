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
    /** @param bind the one address that the server listens at; empty: at all of this machine */
    public static Ourselves of(String name, Optional<InetAddress> bind) {
        return new Ourselves(
                name, bind.<Predicate<InetAddress>>map(only -> only::equals).orElse(Ourselves::isHere));
    }

    private static boolean isHere(InetAddress address) {
        try {
            return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
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
