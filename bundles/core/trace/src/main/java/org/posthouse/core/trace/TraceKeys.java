package org.posthouse.core.trace;

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
    private static final int BITS = 1 << 17;
    private static final int HASHES = 4;

    private final BitSet bits = new BitSet(BITS);

    void add(TraceStep step) {
        for (String key : keys(step)) {
            int hash = key.hashCode();
            int other = Integer.rotateLeft(hash * 0x9e3779b1, 15) | 1;
            for (int i = 0; i < HASHES; i++) {
                bits.set((hash + i * other) & (BITS - 1));
            }
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
            case CLIENT -> "c:" + value;
        };
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
        step.queueId().ifPresent(id -> keys.add(id(id)));
        step.connectionId().ifPresent(id -> keys.add(id(id)));
        Map<String, String> facts = step.facts();
        fact(facts, "message-id").ifPresent(value -> keys.add("m:" + bare(value)));
        fact(facts, "client").ifPresent(value -> keys.add("c:" + value));
        for (String name : List.of("sender", "recipient", "recipients")) {
            fact(facts, name).ifPresent(value -> {
                for (String address : value.split(" ")) {
                    keys.add("a:" + bare(address));
                }
            });
        }
        return keys;
    }

    private static Optional<String> fact(Map<String, String> facts, String name) {
        return Optional.ofNullable(facts.get(name)).map(value -> value.strip().toLowerCase(Locale.ROOT));
    }
}
