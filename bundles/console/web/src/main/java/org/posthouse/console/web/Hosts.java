package org.posthouse.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Under which name the console was asked for, and by a page of which origin (RFC 6454). */
final class Hosts {
    private static final Set<String> OF_THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private Hosts() {}

    /**
     * Whether it was asked for by a name of ours. A page elsewhere can make a name of its own point to this machine; its browser then
     * asks by that name.
     */
    static boolean ours(HttpServletRequest request, Set<String> names) {
        return host(request.getHeader("Host"))
                .filter(host -> OF_THIS_MACHINE.contains(host) || names.contains(host))
                .isPresent();
    }

    /** Whether the page that asks is one of ours; empty if the browser does not tell. */
    static Optional<Boolean> sameOrigin(HttpServletRequest request) {
        String own = request.getScheme() + "://" + request.getHeader("Host").toLowerCase(Locale.ROOT);
        return Optional.ofNullable(request.getHeader("Origin"))
                .or(() -> Optional.ofNullable(request.getHeader("Referer")).map(Hosts::origin))
                .map(origin -> origin.toLowerCase(Locale.ROOT).equals(own));
    }

    private static String origin(String address) {
        try {
            URI uri = new URI(address);
            return uri.getScheme() + "://" + uri.getRawAuthority();
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /** Without the port. */
    private static Optional<String> host(String header) {
        return Optional.ofNullable(header)
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .map(text -> text.replaceFirst(":[0-9]+$", ""));
    }
}
