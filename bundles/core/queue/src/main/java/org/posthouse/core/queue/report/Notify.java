package org.posthouse.core.queue.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Recipient;

/** The occasions on which a sender wants to be told of a recipient: NOTIFY, RFC 3461 §4.1. */
public final class Notify {
    private static final String KEYWORD = "NOTIFY";
    private static final String SUCCESS = "SUCCESS";
    private static final String NEVER = "NEVER";

    private Notify() {}

    /** Whether he is to be told of this: unless he says otherwise, of failures and delays, RFC 3461 §5.2. */
    public static boolean wants(Recipient recipient, Action action) {
        return occasions(recipient)
                .map(occasions -> occasions.contains(occasion(action)))
                .orElse(!action.success());
    }

    private static String occasion(Action action) {
        return switch (action) {
            case FAILED -> "FAILURE";
            case DELAYED -> "DELAY";
            case DELIVERED, RELAYED, EXPANDED -> SUCCESS;
        };
    }

    /** As the ends of a recipient that stands for several are given it: their successes are not the sender's affair, RFC 3461 §5.2.7.3. */
    public static Recipient ofSeveral(Recipient recipient) {
        return occasions(recipient)
                .map(occasions -> {
                    occasions.remove(SUCCESS);
                    Map<String, String> parameters = new LinkedHashMap<>(recipient.parameters());
                    parameters.put(KEYWORD, occasions.isEmpty() ? NEVER : String.join(",", occasions));
                    return new Recipient(recipient.address(), parameters);
                })
                .orElse(recipient);
    }

    /** A recipient of whom nobody is told. */
    public static Recipient never(Address address) {
        return new Recipient(address, Map.of(KEYWORD, NEVER));
    }

    private static Optional<Set<String>> occasions(Recipient recipient) {
        return Optional.ofNullable(recipient.parameters().get(KEYWORD))
                .map(value -> Arrays.stream(value.toUpperCase(Locale.ROOT).split(","))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
