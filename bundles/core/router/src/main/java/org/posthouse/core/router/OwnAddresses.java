package org.posthouse.core.router;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The IP addresses of this machine, as domain literals name them, RFC 5321 §4.1.3. Never asks DNS. */
record OwnAddresses(Predicate<InetAddress> ours) {
    /**
     * All of this machine; of loopback, whose addresses no interface lists, every one, unless the server is bound to a single one: then
     * the others are other hosts.
     */
    static OwnAddresses ofThisMachine(Optional<InetAddress> bind) {
        Optional<InetAddress> only = bind.filter(InetAddress::isLoopbackAddress);
        return new OwnAddresses(address -> address.isLoopbackAddress()
                ? only.map(address::equals).orElse(true)
                : address.isAnyLocalAddress() || isHere(address));
    }

    /** What the server is bound to, from an address as text; empty: to nothing special, or to nothing that is an address. */
    static Optional<InetAddress> bound(Optional<String> text) {
        try {
            return text.isPresent() && !text.get().isBlank()
                    ? Optional.of(InetAddress.getByName(text.get().strip()))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean isHere(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Whether {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]} is one of ours. */
    boolean has(String literal) {
        if (literal.length() < 4 || !literal.startsWith("[") || !literal.endsWith("]")) {
            return false;
        }
        String inner = literal.substring(1, literal.length() - 1).toLowerCase(Locale.ROOT);
        boolean six = inner.startsWith("ipv6:");
        String ip = six ? inner.substring(5) : inner;
        boolean plain = six ? ip.indexOf(':') >= 0 && made(ip, "0123456789abcdef:.") : quads(ip);
        try {
            return plain && ours.test(InetAddress.getByName(ip));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean quads(String ip) {
        String[] parts = ip.split("\\.", 5);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !made(part, "0123456789") || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean made(String text, String of) {
        return text.length() <= 45 && text.chars().allMatch(c -> of.indexOf(c) >= 0);
    }
}
