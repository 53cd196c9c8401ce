package org.posthouse.delivery.smtp.hop;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of other hosts: who did not answer a moment ago, whose TLS is broken, and how many connections each has now. So
 * a hundred mails for one that is dead do not all wait for it. Safe for threads.
 */
public final class Hosts {
    /** So many are remembered. */
    private static final int MOST = 10_000;

    private static final Duration WITHOUT_TLS = Duration.ofHours(1);

    private final Clock clock;
    private int connections;
    private Duration silence;
    private final Map<InetSocketAddress, Silent> silent = bounded();
    private final Map<InetSocketAddress, Instant> withoutTls = bounded();
    private final Map<InetSocketAddress, Integer> busy = new HashMap<>();

    private record Silent(Instant until, String text) {}

    /**
     * @param connections how many at once to one address and port
     * @param silence how long one that has not answered is left alone
     */
    public Hosts(Clock clock, int connections, Duration silence) {
        this.clock = clock;
        this.connections = connections;
        this.silence = silence;
    }

    /** From now on; what is known stays. */
    public synchronized void change(int atOnce, Duration leftAlone) {
        connections = atOnce;
        silence = leftAlone;
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        };
    }

    private static InetSocketAddress key(NextHop hop) {
        return new InetSocketAddress(hop.address(), hop.port());
    }

    /** One more connection there; false if there are enough. */
    public synchronized boolean enter(NextHop hop) {
        int now = busy.getOrDefault(key(hop), 0);
        if (now >= connections) {
            return false;
        }
        busy.put(key(hop), now + 1);
        return true;
    }

    public synchronized void leave(NextHop hop) {
        busy.computeIfPresent(key(hop), (place, now) -> now == 1 ? null : now - 1);
    }

    /** It has let us wait for nothing. */
    public synchronized void silent(NextHop hop, String text) {
        silent.put(key(hop), new Silent(clock.instant().plus(silence), text));
    }

    /** What was wrong with it, if that is not long ago. */
    public synchronized Optional<String> silence(NextHop hop) {
        Silent its = silent.get(key(hop));
        if (its == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        // One that is ahead of all that can be has been noted by a clock that was wrong.
        if (now.isBefore(its.until()) && !its.until().isAfter(now.plus(silence))) {
            return Optional.of(its.text());
        }
        silent.remove(key(hop));
        return Optional.empty();
    }

    /** It offers TLS and cannot do it. */
    public synchronized void tlsBroken(NextHop hop) {
        withoutTls.put(key(hop), clock.instant().plus(WITHOUT_TLS));
    }

    public synchronized boolean tlsIsBroken(NextHop hop) {
        Instant until = withoutTls.get(key(hop));
        return until != null && clock.instant().isBefore(until);
    }
}
