package org.posthouse.filter.access;

import java.util.Optional;
import org.posthouse.api.mail.Address;

/** Host and domain names, RFC 1123 §2.1, in the form that domains are compared in, without a dot at the end. */
final class HostName {
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    private HostName() {}

    /** The name; empty if it is none. A last label of digits is none: that is a piece of an IP address. */
    static Optional<String> parse(String text) {
        String name = Address.canonical(text);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (name.isEmpty() || name.length() > MAX_NAME) {
            return Optional.empty();
        }
        String[] labels = name.split("\\.", -1);
        for (String label : labels) {
            if (!good(label)) {
                return Optional.empty();
            }
        }
        boolean number = labels[labels.length - 1].chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.empty() : Optional.of(name);
    }

    /** The name without its first label; empty if that is all of it. */
    static Optional<String> parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(name.substring(dot + 1));
    }

    private static boolean good(String label) {
        return !label.isEmpty()
                && label.length() <= MAX_LABEL
                && !label.startsWith("-")
                && !label.endsWith("-")
                && label.chars().allMatch(HostName::allowed);
    }

    /** Letters beyond ASCII are those of domains as people write them, RFC 5890 §2.3.2.1. */
    private static boolean allowed(int c) {
        return c == '-' || c == '_' || Character.isLetterOrDigit(c);
    }
}
