package org.posthouse.core.trace;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
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

    /** The stage of a step that takes a mail in. */
    private static final String ACCEPTED = "accepted";

    /** Of so many messages each has a key of its own; of more their mailbox has one. */
    private static final int EACH = 16;

    private static final int BITS = 1 << 17;
    private static final int ACCEPTED_BITS = 1 << 16;

    /** What the keys of a segment take. */
    static final int OCTETS = Integer.BYTES + (BITS + ACCEPTED_BITS) / 8;

    private final KeyBits all;
    /** Mails that were accepted, and connections over which one was. */
    private final KeyBits accepted;

    /** Takes keys, each as what kind it is and its value. */
    private interface Sink {
        void key(String kind, String value);
    }

    TraceKeys() {
        this(new KeyBits(BITS), new KeyBits(ACCEPTED_BITS));
    }

    private TraceKeys(KeyBits all, KeyBits accepted) {
        this.all = all;
        this.accepted = accepted;
    }

    /** Reads what {@link #encode} made; a BufferUnderflowException if it is not whole. */
    static TraceKeys decode(ByteBuffer from) {
        byte[] all = new byte[Math.min(from.getInt(), from.remaining())];
        from.get(all);
        byte[] accepted = new byte[from.remaining()];
        from.get(accepted);
        return new TraceKeys(KeyBits.decode(BITS, all), KeyBits.decode(ACCEPTED_BITS, accepted));
    }

    /** At most {@value #OCTETS} octets. */
    byte[] encode() {
        byte[] first = all.encode();
        byte[] second = accepted.encode();
        return ByteBuffer.allocate(Integer.BYTES + first.length + second.length)
                .putInt(first.length)
                .put(first)
                .put(second)
                .array();
    }

    /** @param first false: the mail's steps before, whose keys are here, had the same connection */
    void add(TraceStep step, boolean first) {
        Sink sink = (kind, value) -> all.put(KeyBits.hash(kind, value));
        if (first) {
            common(step, sink);
        }
        own(step, sink);
        if (step.stage().equals(ACCEPTED)) {
            step.queueId().ifPresent(accepted::put);
            step.connectionId().ifPresent(accepted::put);
        }
    }

    /** What another has is here too from now on. */
    void add(TraceKeys more) {
        all.add(more.all);
        accepted.add(more.accepted);
    }

    boolean mayHave(String key) {
        return all.mayHave(key);
    }

    /** False: this mail, or any mail of this connection, was certainly not accepted by a step that is here. */
    boolean mayHaveAccepted(String id) {
        return accepted.mayHave(id);
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

    /** Whether it can be found by this key. */
    static boolean has(TraceStep step, String key) {
        int hash = key.hashCode();
        boolean[] found = new boolean[1];
        Sink sink = (kind, value) -> found[0] |= KeyBits.hash(kind, value) == hash && key.equals(kind + value);
        common(step, sink);
        own(step, sink);
        return found[0];
    }

    /** Those that do not change from step to step of a mail on its way in. */
    private static void common(TraceStep step, Sink sink) {
        step.queueId().ifPresent(id -> sink.key("i:", id));
        step.connectionId().ifPresent(id -> sink.key("i:", id));
        Map<String, String> facts = step.facts();
        for (String name : CLIENTS) {
            fact(facts, name).ifPresent(value -> sink.key("c:", client(value)));
        }
        fact(facts, "sender").ifPresent(value -> sink.key("a:", bare(value)));
    }

    private static void own(TraceStep step, Sink sink) {
        Map<String, String> facts = step.facts();
        fact(facts, "message-id").ifPresent(value -> sink.key("m:", bare(value)));
        for (String name : ADDRESSES) {
            fact(facts, name).ifPresent(value -> addresses(value, sink));
        }
        places(step, sink);
    }

    private static void addresses(String value, Sink sink) {
        if (value.indexOf(' ') < 0) {
            sink.key("a:", bare(value));
            return;
        }
        for (String address : value.split(" ")) {
            sink.key("a:", bare(address));
        }
    }

    private static void places(TraceStep step, Sink sink) {
        Map<String, String> facts = step.facts();
        if (facts.containsKey(MAILBOX)) {
            places(facts.get(MAILBOX), facts.getOrDefault(UIDS, ""), sink);
        }
        if (facts.containsKey(TO_MAILBOX)) {
            places(facts.get(TO_MAILBOX), facts.getOrDefault(TO_UIDS, ""), sink);
        }
        if (step.stage().equals(ERASED)) {
            sink.key("e:", facts.getOrDefault(ACCOUNT, ""));
        }
    }

    private static void places(String mailbox, String uids, Sink sink) {
        UidSet set = UidSet.of(uids);
        long count = set.count();
        if (count == 0 || count > EACH) {
            sink.key("b:", mailbox);
        } else {
            for (long i = 0; i < count; i++) {
                sink.key("u:", mailbox + "/" + set.at(i));
            }
        }
    }

    private static Optional<String> fact(Map<String, String> facts, String name) {
        return Optional.ofNullable(facts.get(name)).map(value -> value.strip().toLowerCase(Locale.ROOT));
    }
}
