package org.posthouse.filter.access;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.posthouse.api.mail.Address;

/** A list, read once: networks by their length, names and senders by hash. Asking it takes no longer for a longer list. */
final class AccessList {
    private final Map<Network, String> networks = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> senders = new HashSet<>();
    private final int[] lengths;

    /** @param faults told of each entry that has no effect, and why */
    private AccessList(List<String> entries, Purpose purpose, Consumer<String> faults) {
        for (String entry : entries) {
            String text = entry.strip().toLowerCase(Locale.ROOT);
            if (!text.isEmpty()) {
                add(text, purpose)
                        .ifPresent(fault -> faults.accept("'" + printable(entry) + "' has no effect: " + fault));
            }
        }
        this.lengths = networks.keySet().stream()
                .mapToInt(Network::length)
                .boxed()
                .sorted((a, b) -> b - a)
                .mapToInt(Integer::intValue)
                .distinct()
                .toArray();
    }

    /** What a list is for. */
    enum Purpose {
        /** Clients that may relay: nothing that a client can claim of itself, and nothing that is nearly everybody. */
        RELAY,
        /** Clients and senders. */
        JUDGE
    }

    static AccessList of(List<String> entries, Purpose purpose, Consumer<String> faults) {
        return new AccessList(entries, purpose, faults);
    }

    /** Whether names of clients matter to it. */
    boolean hasNames() {
        return !names.isEmpty();
    }

    /** The entry that fits this client's address. */
    Optional<String> client(InetAddress address) {
        Network alone = Network.of(address);
        return IntStream.of(lengths)
                // An IPv6 network that happens to contain the mapped addresses does not mean IPv4.
                .filter(length -> length >= Network.IPV4 || !alone.ipv4())
                .mapToObj(length -> Optional.ofNullable(networks.get(alone.widened(length))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The entry that fits this name of a client: its own, or that of a domain it is in. */
    Optional<String> name(String hostName) {
        return HostName.parse(hostName).flatMap(this::domain);
    }

    /** The entry that fits this sender. */
    Optional<String> sender(Address address) {
        String domain = address.domain();
        String whole = address.localPart().toLowerCase(Locale.ROOT) + "@" + domain;
        if (senders.contains(whole)) {
            return Optional.of(whole);
        }
        return senders.contains("@" + domain) ? Optional.of("@" + domain) : name(domain);
    }

    private Optional<String> domain(String name) {
        Optional<String> own = Optional.ofNullable(names.get(name));
        Optional<String> above = HostName.parent(name);
        while (own.isEmpty() && above.isPresent()) {
            own = Optional.ofNullable(names.get("." + above.get()));
            above = HostName.parent(above.get());
        }
        return own;
    }

    /** Adds the entry; says what is wrong with it otherwise. */
    private Optional<String> add(String text, Purpose purpose) {
        Optional<Network> network = Network.parse(text);
        if (network.isPresent()) {
            return add(text, network.get(), purpose);
        }
        int at = text.lastIndexOf('@');
        if (at >= 0) {
            return addSender(text, at, purpose);
        }
        boolean onlyBelow = text.startsWith(".");
        Optional<String> name = HostName.parse(onlyBelow ? text.substring(1) : text);
        name.ifPresent(host -> addName(text, host, onlyBelow));
        return name.isPresent() ? Optional.empty() : Optional.of("it is no address, network, host name or sender");
    }

    private Optional<String> add(String text, Network network, Purpose purpose) {
        int least = network.ipv4() ? Network.IPV4 + 8 : 16;
        if (purpose == Purpose.RELAY && network.length() < least) {
            return Optional.of("so wide a network would make an open relay");
        }
        networks.put(network, text);
        return Optional.empty();
    }

    private Optional<String> addSender(String text, int at, Purpose purpose) {
        if (purpose == Purpose.RELAY) {
            return Optional.of("who may relay is said by the client's address or name, for a sender can be forged");
        }
        Optional<String> domain = HostName.parse(text.substring(at + 1));
        domain.ifPresent(name -> senders.add(text.substring(0, at + 1) + name));
        return domain.isPresent() ? Optional.empty() : Optional.of("it is no sender");
    }

    /** A name of one label stands for itself alone: else {@code com} would be half the world. */
    private void addName(String text, String name, boolean onlyBelow) {
        if (!onlyBelow) {
            names.put(name, text);
        }
        if (onlyBelow || name.indexOf('.') > 0) {
            names.put("." + name, text);
        }
    }

    private static String printable(String entry) {
        StringBuilder clean = new StringBuilder();
        entry.chars().limit(100).forEach(c -> clean.append(c < 0x20 || c == 0x7f ? '?' : (char) c));
        return clean.toString();
    }
}
