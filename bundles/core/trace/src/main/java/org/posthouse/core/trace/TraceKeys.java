package org.posthouse.core.trace;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.posthouse.api.trace.Trace.Query;
import org.posthouse.api.trace.TraceStep;

/** What steps can be found by, of one segment: says for certain what is not there, and what is there most of the time. */
final class TraceKeys {
    private static final List<String> CLIENTS = List.of("client", "client-name", "helo");
    private static final List<String> ADDRESSES = List.of("recipient", "recipients", "from", "to");

    /** Facts of steps that tell where mail lies. */
    static final String MAILBOX = "mailbox-id";

    static final String UIDS = "uids";
    static final String TO_MAILBOX = "to-mailbox-id";
    static final String TO_UIDS = "to-uids";
    static final String ACCOUNT = "account";

    /** The stage of a step that takes all mail of an account away. */
    static final String ERASED = "erased";

    /** Of so many messages each has a key of its own; of more their mailbox has one. */
    private static final int EACH = 16;

    private static final int BITS = 1 << 17;
    private static final int HASHES = 4;

    /** What the keys of a segment take. */
    static final int OCTETS = BITS / 8;

    private final BitSet bits;

    TraceKeys() {
        this(new BitSet(BITS));
    }

    private TraceKeys(BitSet bits) {
        this.bits = bits;
    }

    /** Reads what {@link #encode} made. */
    static TraceKeys decode(byte[] octets) {
        return new TraceKeys(BitSet.valueOf(octets));
    }

    /** At most {@value #OCTETS} octets. */
    byte[] encode() {
        return bits.toByteArray();
    }

    /** @param first false: the mail's steps before, whose keys are here, had the same connection */
    void add(TraceStep step, boolean first) {
        List<String> keys = new ArrayList<>();
        if (first) {
            common(step, keys);
        }
        own(step, keys);
        keys.forEach(this::put);
    }

    private void put(String key) {
        int hash = key.hashCode();
        int other = Integer.rotateLeft(hash * 0x9e3779b1, 15) | 1;
        for (int i = 0; i < HASHES; i++) {
            bits.set((hash + i * other) & (BITS - 1));
        }
    }

    boolean mayHave(String key) {
        int hash = key.hashCode();
        int other = Integer.rotateLeft(hash * 0x9e3779b1, 15) | 1;
        for (int i = 0; i < HASHES; i++) {
            if (!bits.get((hash + i * other) & (BITS - 1))) {
                return false;
            }
        }
        return true;
    }

    /** The key of a query. */
    static String key(Query query) {
        String value = query.value().strip().toLowerCase(Locale.ROOT);
        return switch (query.field()) {
            case ID -> id(query.value().strip());
            case MESSAGE_ID -> "m:" + bare(value);
            case ADDRESS -> "a:" + bare(value);
            case CLIENT -> "c:" + client(value);
        };
    }

    static String mailbox(String id) {
        return "b:" + id;
    }

    static String message(String mailbox, long uid) {
        return "u:" + mailbox + "/" + uid;
    }

    static String account(String id) {
        return "e:" + id;
    }

    /** Addresses of IPv6 in one spelling. */
    private static String client(String value) {
        if (value.indexOf(':') < 0
                || !value.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0)) {
            return value;
        }
        try {
            return InetAddress.getByName(value).getHostAddress();
        } catch (UnknownHostException e) {
            return value;
        }
    }

    static String id(String id) {
        return "i:" + id;
    }

    /** Without angle brackets: people type both. */
    private static String bare(String value) {
        return value.length() > 2 && value.startsWith("<") && value.endsWith(">")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /** All keys of a step. */
    static List<String> keys(TraceStep step) {
        List<String> keys = new ArrayList<>();
        common(step, keys);
        own(step, keys);
        return keys;
    }

    /** Those that do not change from step to step of a mail on its way in. */
    private static void common(TraceStep step, List<String> keys) {
        step.queueId().ifPresent(id -> keys.add(id(id)));
        step.connectionId().ifPresent(id -> keys.add(id(id)));
        Map<String, String> facts = step.facts();
        for (String name : CLIENTS) {
            fact(facts, name).ifPresent(value -> keys.add("c:" + client(value)));
        }
        fact(facts, "sender").ifPresent(value -> keys.add("a:" + bare(value)));
    }

    private static void own(TraceStep step, List<String> keys) {
        Map<String, String> facts = step.facts();
        fact(facts, "message-id").ifPresent(value -> keys.add("m:" + bare(value)));
        for (String name : ADDRESSES) {
            fact(facts, name).ifPresent(value -> {
                for (String address : value.split(" ")) {
                    keys.add("a:" + bare(address));
                }
            });
        }
        places(step, keys);
    }

    private static void places(TraceStep step, List<String> keys) {
        Map<String, String> facts = step.facts();
        if (facts.containsKey(MAILBOX)) {
            places(facts.get(MAILBOX), facts.getOrDefault(UIDS, ""), keys);
        }
        if (facts.containsKey(TO_MAILBOX)) {
            places(facts.get(TO_MAILBOX), facts.getOrDefault(TO_UIDS, ""), keys);
        }
        if (step.stage().equals(ERASED)) {
            keys.add(account(facts.getOrDefault(ACCOUNT, "")));
        }
    }

    private static void places(String mailbox, String uids, List<String> keys) {
        UidSet set = UidSet.of(uids);
        if (set.count() == 0 || set.count() > EACH) {
            keys.add(mailbox(mailbox));
        } else {
            for (long i = 0; i < set.count(); i++) {
                keys.add(message(mailbox, set.at(i)));
            }
        }
    }

    private static Optional<String> fact(Map<String, String> facts, String name) {
        return Optional.ofNullable(facts.get(name)).map(value -> value.strip().toLowerCase(Locale.ROOT));
    }
}
