package org.posthouse.delivery.smtp.hop;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.posthouse.api.dns.Answer;
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.dns.Resolver.Mx;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;

/** Where mail for a domain goes by DNS, RFC 5321 §5.1. Safe for threads. */
public final class MailExchangers {
    /** RFC 3463 §3.2: no such domain. */
    private static final Status NO_SUCH_DOMAIN = new Status(5, 1, 2);
    /** RFC 7505 §4.2. */
    private static final Status TAKES_NO_MAIL = new Status(5, 1, 10);
    /** RFC 3463 §3.5: directory server failure. */
    private static final Status DNS_FAILED = new Status(4, 4, 3);
    /** RFC 3463 §3.5: unable to route. */
    private static final Status NO_WAY = new Status(5, 4, 4);

    private final Resolver resolver;
    private final Ourselves ourselves;
    private final Random random;

    public MailExchangers(Resolver resolver, Ourselves ourselves, Random random) {
        this.resolver = resolver;
        this.ourselves = ourselves;
        this.random = random;
    }

    /** An address, and the host it is of. */
    public record Place(String host, InetAddress address) {}

    /**
     * The best first, equal ones in any order; at most so many, and at least one.
     *
     * @throws MailException temporary where DNS has failed
     */
    public List<Place> of(String domain, int most, Duration patience) throws MailException {
        return new Search(domain, most, System.nanoTime() + patience.toNanos()).places();
    }

    /** All addresses of a host that the administrator has named, itself excepted from nothing. */
    public List<Place> ofHost(String host, Duration patience) throws MailException {
        Answer<InetAddress> addresses = resolver.addresses(host, patience);
        if (!addresses.found()) {
            throw failure(DNS_FAILED, "DNS does not say where " + host + " is");
        }
        return addresses.values().stream()
                .map(address -> new Place(host, address))
                .toList();
    }

    /** One search. */
    private final class Search {
        private final String domain;
        private final int most;
        private final long end;
        private final List<Place> found = new ArrayList<>();
        private boolean unknown;
        private boolean circle;

        Search(String domain, int most, long end) {
            this.domain = domain;
            this.most = most;
            this.end = end;
        }

        private Duration patience() {
            return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        }

        List<Place> places() throws MailException {
            if (domain.startsWith("[")) {
                rank(List.of(new Mx(0, domain)));
            } else {
                exchangers().forEach(this::rank);
            }
            if (found.isEmpty()) {
                throw nothing();
            }
            return List.copyOf(found.subList(0, Math.min(most, found.size())));
        }

        /** In ranks of the same preference, the lowest first. */
        private Collection<List<Mx>> exchangers() throws MailException {
            Answer<Mx> answer = resolver.mx(domain, patience());
            switch (answer.outcome()) {
                case FOUND -> {
                    // Read below.
                }
                case NO_DATA -> {
                    // RFC 5321 §5.1: the domain itself is then its only mail exchanger.
                    return List.of(List.of(new Mx(0, domain)));
                }
                case NO_NAME -> throw failure(NO_SUCH_DOMAIN, "there is no domain " + domain);
                case FAILED -> throw failure(DNS_FAILED, "DNS does not say who takes mail for " + domain);
            }
            if (answer.values().stream().allMatch(Mx::none)) {
                throw failure(TAKES_NO_MAIL, domain + " takes no mail");
            }
            return answer.values().stream()
                    .filter(mx -> !mx.none())
                    .collect(Collectors.groupingBy(Mx::preference, TreeMap::new, Collectors.toList()))
                    .values();
        }

        private void rank(List<Mx> equals) {
            if (circle || found.size() >= most) {
                return;
            }
            List<Mx> shuffled = new ArrayList<>(equals);
            synchronized (random) {
                Collections.shuffle(shuffled, random);
            }
            List<Place> its = new ArrayList<>();
            for (Mx mx : shuffled) {
                circle |= ourselves.named(mx.host());
                // Of a hundred equal ones, nobody needs to know all.
                if (its.size() < 2 * most) {
                    its.addAll(places(mx));
                }
            }
            circle |= its.stream().anyMatch(place -> ourselves.at(place.address()));
            if (!circle) {
                // Those as good as we are, and all behind us, would send it back.
                found.addAll(its);
            }
        }

        private List<Place> places(Mx mx) {
            Answer<InetAddress> addresses = resolver.addresses(mx.host(), patience());
            unknown |= addresses.failed();
            return addresses.values().stream()
                    .map(address -> new Place(mx.host(), address))
                    .toList();
        }

        private MailException nothing() {
            if (unknown) {
                return failure(DNS_FAILED, "DNS does not say where the hosts for " + domain + " are");
            }
            return circle
                    ? failure(
                            Status.ROUTING_LOOP, "mail for " + domain + " comes back to this server, which takes none")
                    : failure(NO_WAY, "no host that takes mail for " + domain + " has an address");
        }
    }

    private static MailException failure(Status status, String text) {
        return new MailException(status.temporary() ? Kind.RETRY : Kind.PERMANENT, status, text);
    }
}
