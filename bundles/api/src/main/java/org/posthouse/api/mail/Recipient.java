package org.posthouse.api.mail;

import java.util.Map;

/** One forward-path of an envelope with its RCPT parameters (ORCPT, NOTIFY …), keywords in upper case, RFC 5321 §4.1.2. */
public record Recipient(Address address, Map<String, String> parameters) {
    public Recipient {
        parameters = Map.copyOf(parameters);
    }

    public static Recipient of(Address address) {
        return new Recipient(address, Map.of());
    }
}
