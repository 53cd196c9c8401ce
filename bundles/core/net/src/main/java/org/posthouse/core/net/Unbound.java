package org.posthouse.core.net;

import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;

/** An address that cannot be listened at, in words for whoever has to choose another. */
final class Unbound {
    /** Ports below belong to root, and to whom root lets have them. */
    private static final int PRIVILEGED = 1024;

    private Unbound() {}

    /** {@code 127.0.0.1:10025}, with a star for all addresses. */
    static String text(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().isAnyLocalAddress()
                        ? "*"
                        : address.getAddress().getHostAddress();
        return host + ":" + address.getPort();
    }

    /** What the system said, as far as it is known; otherwise in its own words. */
    static String reason(Exception failure, InetSocketAddress wanted) {
        String said = String.valueOf(failure.getMessage());
        if (failure instanceof UnresolvedAddressException || said.contains("assign requested address")) {
            return "this machine has no such address";
        }
        if (said.contains("in use")) {
            return "the address is in use";
        }
        if (said.contains("ermission") && wanted.getPort() < PRIVILEGED) {
            return "a port below " + PRIVILEGED + " is not permitted to this user";
        }
        return failure.getMessage() == null ? failure.toString() : said;
    }
}
