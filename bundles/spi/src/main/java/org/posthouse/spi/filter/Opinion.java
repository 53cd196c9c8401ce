package org.posthouse.spi.filter;

import java.util.Locale;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;

/** One thing a filter says. Header names and values are checked here, so that no edit can smuggle in a line. */
public sealed interface Opinion {
    record Points(String symbol, double points, String why) implements Opinion {
        public Points {
            if (!Double.isFinite(points)) {
                throw new IllegalArgumentException("points must be a number");
            }
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "points %s %.1f %s", symbol, points, why);
        }
    }

    record PermitRelay(String why) implements Opinion {}

    record Reject(String why) implements Opinion {}

    record Defer(String why) implements Opinion {}

    record Hold(String why) implements Opinion {}

    record Discard(String why) implements Opinion {}

    record Finding(String name, String value) implements Opinion {}

    record AddHeader(String name, String value) implements Opinion {
        public AddHeader {
            checkName(name);
            checkValue(value);
        }
    }

    record ChangeHeader(String name, int index, String value) implements Opinion {
        public ChangeHeader {
            checkName(name);
            checkValue(value);
        }
    }

    record RemoveHeader(String name, int index) implements Opinion {
        public RemoveHeader {
            checkName(name);
        }
    }

    record ReplaceBody(Content body) implements Opinion {}

    record AddRecipient(Address address) implements Opinion {}

    record RemoveRecipient(Address address) implements Opinion {}

    /** A field name, RFC 5322 §2.2. */
    private static void checkName(String name) {
        if (name.isEmpty() || name.length() > 76 || !name.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != ':')) {
            throw new IllegalArgumentException("no field name");
        }
    }

    /** No line ends: core folds. */
    private static void checkValue(String value) {
        if (value.length() > 32_768 || value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException("a field value has no line ends and at most 32 768 characters");
        }
    }
}
