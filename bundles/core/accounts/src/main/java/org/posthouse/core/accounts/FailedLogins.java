package org.posthouse.core.accounts;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.posthouse.api.account.Logins;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who must wait before a password of his is looked at again. Failed logins are counted by the network they come from (an IPv4 address,
 * an IPv6 /64) and by the name they are for; beyond a number, only one at a time is let through, each twice as long after the one
 * before. Where somebody has logged in before, he has a count of his own: neither his neighbours' failures nor those of strangers under
 * his name hold him up. Holds no thread: who must wait is told to come again. Safe for any thread.
 */
final class FailedLogins {
    private static final Logger LOG = LoggerFactory.getLogger(FailedLogins.class);
    /** Security status, nothing more to say: RFC 3463 §3.8. */
    private static final Status WAIT = new Status(4, 7, 0);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration FAMILIAR = Duration.ofDays(7);
    private static final int MOST = 20_000;

    private final Clock clock;
    private final Remembered<Key, Tally> tallies;
    private final Remembered<String, Boolean> familiar;
    private final Remembered<String, Boolean> wrong;
    private final PasswordDigests digests = new PasswordDigests();
    private int free;
    private Duration longest;

    /**
     * What failures are counted by.
     *
     * @param network octets in hexadecimal digits; empty: from everywhere
     * @param name empty: of all names
     */
    private record Key(String network, String name) {}

    /** What is counted under one key. */
    private static final class Tally {
        private int failures;
        private Instant until = Instant.MIN;
    }

    /** @param free how many may fail before anybody waits; 0: nobody ever does */
    FailedLogins(Clock clock, int free, Duration longest) {
        this.clock = clock;
        this.tallies = new Remembered<>(clock, longest, MOST);
        this.familiar = new Remembered<>(clock, FAMILIAR, MOST);
        this.wrong = new Remembered<>(clock, longest, MOST);
        limits(free, longest);
    }

    /** From now on. */
    synchronized void limits(int newFree, Duration newLongest) {
        free = newFree;
        longest = newLongest;
        tallies.life(newLongest.multipliedBy(2));
        wrong.life(newLongest.multipliedBy(2));
    }

    /** A login that may go on; one that has not been told to have failed when it is closed gives its turn back. */
    final class Attempt implements AutoCloseable {
        private final InetAddress from;
        private final String origin;
        private final List<Key> keys;
        private final List<Key> turns;
        private boolean failed;

        private Attempt(InetAddress from, String origin, List<Key> keys, List<Key> turns) {
            this.from = from;
            this.origin = origin;
            this.keys = keys;
            this.turns = turns;
        }

        /** This name is at home where the login came from. */
        void passed() {
            familiar.put(origin, true, familiar.generation());
        }

        /** The password was wrong. The same wrong one again, as a forgotten device sends it, is no further guess. */
        void failed(char[] password) {
            failed = true;
            String guess = digests.of(password, origin);
            if (wrong.get(guess).isEmpty()) {
                wrong.put(guess, true, wrong.generation());
                count(keys, from);
            }
        }

        @Override
        public void close() {
            if (!failed) {
                giveBack(turns);
            }
        }
    }

    /**
     * Fails temporarily while logins from there, or for this name, must wait.
     *
     * @param name empty where there is nothing that could be one
     */
    synchronized Attempt begin(InetAddress from, String name) throws MailException {
        String network = network(from);
        String origin = network + " " + name;
        Key everybody = new Key(network, "");
        List<Key> keys = familiar.get(origin).isPresent()
                ? List.of(new Key(network, name))
                : name.isEmpty() ? List.of(everybody) : List.of(everybody, new Key("", name));
        Instant now = clock.instant();
        for (Key key : keys) {
            if (tallies.get(key).filter(tally -> waits(tally, now)).isPresent()) {
                throw new MailException(MailException.Kind.RETRY, WAIT, "Too many logins have failed: try again later");
            }
        }
        List<Key> turns = new ArrayList<>(keys.size());
        for (Key key : keys) {
            if (tallies.get(key).map(tally -> takesTurn(tally, now)).orElse(false)) {
                turns.add(key);
            }
        }
        return new Attempt(from, origin, keys, turns);
    }

    private boolean waits(Tally tally, Instant now) {
        boolean setBack = tally.until.isAfter(now.plus(longest));
        return free > 0 && now.isBefore(tally.until) && !setBack;
    }

    /** Beyond the free ones: while this one is looked at, the others wait. */
    private boolean takesTurn(Tally tally, Instant now) {
        boolean beyond = tally.failures >= free;
        if (beyond) {
            tally.until = now.plus(pause(tally));
        }
        return beyond;
    }

    private synchronized void giveBack(List<Key> keys) {
        keys.forEach(key -> tallies.get(key).ifPresent(tally -> tally.until = Instant.MIN));
    }

    private synchronized void count(List<Key> keys, InetAddress from) {
        boolean enough = false;
        for (Key key : keys) {
            Tally tally = tallies.get(key).orElseGet(Tally::new);
            tally.failures++;
            enough |= takesTurn(tally, clock.instant()) && tally.failures == free;
            tallies.put(key, tally, tallies.generation());
        }
        if (enough) {
            LOG.warn(
                    "{} logins have failed, the last one from {}: further ones like it must wait",
                    free,
                    from.getHostAddress());
        }
    }

    /** Those beyond the free ones, the longest wait first. */
    synchronized List<Logins.Held> held() {
        List<Logins.Held> held = new ArrayList<>();
        tallies.all().forEach((key, tally) -> {
            if (free > 0 && tally.failures >= free) {
                held.add(new Logins.Held(key.name(), written(key.network()), tally.failures, tally.until));
            }
        });
        held.sort(Comparator.comparing(Logins.Held::until).reversed());
        return held;
    }

    /** Forgets what was counted for a name, an address, or a network as {@link #held} gives it; how much that was. */
    synchronized int release(String nameOrAddress) {
        String wanted = nameOrAddress.strip().toLowerCase(Locale.ROOT);
        String network = networkOf(wanted);
        int released = 0;
        for (Key key : tallies.all().keySet()) {
            boolean named = !wanted.isEmpty() && key.name().equals(wanted);
            if (named || (!network.isEmpty() && key.network().equals(network))) {
                tallies.remove(key);
                released++;
            }
        }
        return released;
    }

    private Duration pause(Tally tally) {
        int doublings = Math.min(tally.failures - free, 20);
        Duration pause = FIRST_WAIT.multipliedBy(1L << doublings);
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    /** Of an address in digits, or of an IPv6 network; empty for what is a name. DNS is not asked. */
    private static String networkOf(String text) {
        String address = text.replaceFirst("/64$", "");
        if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*")) {
            return "";
        }
        try {
            return network(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return "";
        }
    }

    private static String written(String network) {
        if (network.isEmpty()) {
            return "";
        }
        byte[] octets = HexFormat.of().parseHex(network);
        try {
            InetAddress first = InetAddress.getByAddress(octets.length == 4 ? octets : Arrays.copyOf(octets, 16));
            return first.getHostAddress() + (octets.length == 4 ? "" : "/64");
        } catch (UnknownHostException e) {
            throw new IllegalStateException("no length of an address", e);
        }
    }

    private static String network(InetAddress from) {
        byte[] octets = from.getAddress();
        return HexFormat.of().formatHex(octets, 0, octets.length == 16 ? 8 : octets.length);
    }
}
