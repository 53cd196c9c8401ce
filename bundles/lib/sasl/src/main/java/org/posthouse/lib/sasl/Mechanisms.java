package org.posthouse.lib.sasl;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The mechanisms there are. */
public final class Mechanisms {
    private static final List<String> NAMES = List.of(Plain.NAME, Login.NAME);

    private Mechanisms() {}

    /** Names to be advertised, best first. All of them send the password, and so need a confidential connection. */
    public static List<String> names() {
        return NAMES;
    }

    /** A new exchange; empty if there is no such mechanism. The case of the name does not matter, RFC 4422 §3.1. */
    public static Optional<Mechanism> begin(String name) {
        return resume(name, Map.of());
    }

    /** An exchange that another version began, from its {@link Mechanism#state}. */
    public static Optional<Mechanism> resume(String name, Map<String, Object> state) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case Plain.NAME -> Optional.of(new Plain());
            case Login.NAME -> Optional.of(new Login(state));
            default -> Optional.empty();
        };
    }
}
