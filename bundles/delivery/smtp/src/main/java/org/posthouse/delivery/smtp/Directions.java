package org.posthouse.delivery.smtp;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.delivery.smtp.hop.MailExchangers;
import org.posthouse.delivery.smtp.hop.MailExchangers.Place;
import org.posthouse.delivery.smtp.hop.NextHop;

/** Where mail for a domain goes next: by a fixed route if there is one, else by DNS. Safe for threads. */
final class Directions {
    private static final Status NOT_IN_A_DEMO = new Status(5, 7, 1);

    private final SmtpSettings settings;
    private final Routes routes;
    private final MailExchangers exchangers;
    private final boolean demo;

    /** The fixed routes. */
    interface Routes {
        Optional<RelayHost> route(String domain) throws MailException;
    }

    /** @param demo whether no host outside of this machine may hear of it, a name server neither */
    Directions(SmtpSettings settings, Routes routes, MailExchangers exchangers, boolean demo) {
        this.settings = settings;
        this.routes = routes;
        this.exchangers = exchangers;
        this.demo = demo;
    }

    /** The hosts, the best first; at least one. */
    List<NextHop> to(String domain) throws MailException {
        Optional<RelayHost> route = routes.route(domain);
        if (!demo) {
            return route.isPresent() ? hops(route.get()) : hops(domain);
        }
        boolean named = route.isPresent() ? isAddress(route.get().host()) : domain.startsWith("[");
        List<NextHop> hops = !named ? List.of() : route.isPresent() ? hops(route.get()) : hops(domain);
        if (hops.isEmpty() || !hops.stream().allMatch(hop -> hop.address().isLoopbackAddress())) {
            throw new MailException(
                    Kind.PERMANENT, NOT_IN_A_DEMO, "the demo delivers to no host outside loopback: " + domain);
        }
        return hops;
    }

    /** Whether nobody needs to be asked where it is. */
    private static boolean isAddress(String host) {
        return host.equalsIgnoreCase("localhost") || host.indexOf(':') >= 0 || host.matches("\\[?[0-9.]+\\]?");
    }

    private List<NextHop> hops(RelayHost route) throws MailException {
        List<Place> places = exchangers.ofHost(route.host(), settings.dns());
        return places.stream()
                .map(place -> new NextHop(
                        place.host(), place.address(), route.port(), route.tls(), route.login(), route.verify()))
                .toList();
    }

    private List<NextHop> hops(String domain) throws MailException {
        List<Place> places = exchangers.of(domain, settings.addresses(), settings.dns());
        return places.stream()
                .map(place -> new NextHop(
                        place.host(), place.address(), settings.port(), settings.tls(), Optional.empty(), false))
                .toList();
    }
}
