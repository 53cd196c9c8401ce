package org.posthouse.delivery.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthouse.api.dns.Answer;
import org.posthouse.api.dns.Answer.Outcome;
import org.posthouse.api.dns.Resolver;

/** DNS as a test has it. */
public final class FakeResolver implements Resolver {
    private static final Duration TTL = Duration.ofMinutes(1);

    private final Map<String, List<Mx>> exchangers = new HashMap<>();
    private final Map<String, List<InetAddress>> hosts = new HashMap<>();
    private final Set<String> broken = new HashSet<>();
    private int asked;

    public FakeResolver mx(String domain, int preference, String host) {
        exchangers.computeIfAbsent(domain, its -> new ArrayList<>()).add(new Mx(preference, host));
        return this;
    }

    public FakeResolver host(String host, String... addresses) throws Exception {
        for (String address : addresses) {
            hosts.computeIfAbsent(host, its -> new ArrayList<>()).add(InetAddress.getByName(address));
        }
        return this;
    }

    /** All questions of this name fail. */
    public FakeResolver broken(String name) {
        broken.add(name);
        return this;
    }

    public int asked() {
        return asked;
    }

    @Override
    public Answer<Mx> mx(String domain, Duration patience) {
        return answer(domain, exchangers);
    }

    @Override
    public Answer<InetAddress> addresses(String host, Duration patience) {
        String literal = host.replaceAll("[\\[\\]]", "");
        if (literal.matches("[0-9.]+")) {
            try {
                return Answer.of(List.of(InetAddress.getByName(literal)), false, TTL);
            } catch (UnknownHostException e) {
                return Answer.none(Outcome.NO_NAME, false, TTL);
            }
        }
        return answer(host, hosts);
    }

    private <T> Answer<T> answer(String name, Map<String, List<T>> values) {
        asked++;
        if (broken.contains(name)) {
            return Answer.none(Outcome.FAILED, false, Duration.ZERO);
        }
        boolean known = exchangers.containsKey(name) || hosts.containsKey(name);
        return values.containsKey(name)
                ? Answer.of(values.get(name), false, TTL)
                : Answer.none(known ? Outcome.NO_DATA : Outcome.NO_NAME, false, TTL);
    }

    @Override
    public Answer<String> txt(String name, Duration patience) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer<String> ptr(InetAddress address, Duration patience) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer<Tlsa> tlsa(String host, int port, Duration patience) {
        throw new UnsupportedOperationException();
    }
}
