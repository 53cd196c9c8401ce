package org.posthouse.api.account;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** How much mail an account may keep, as people write it. */
public final class Quota {
    private static final String UNITS = "KMGT";
    private static final Set<String> NONE = Set.of("NONE", "UNLIMITED");

    private Quota() {}

    /**
     * Octets of {@code 500M}, {@code 1.5G}, {@code 1048576}; empty for {@code none}.
     *
     * @throws IllegalArgumentException if it is no size, with a sentence that says so
     */
    public static OptionalLong read(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        if (NONE.contains(word)) {
            return OptionalLong.empty();
        }
        String number = word.endsWith("B") ? word.substring(0, word.length() - 1) : word;
        int unit = number.isEmpty() ? -1 : UNITS.indexOf(number.charAt(number.length() - 1));
        String digits = unit < 0 ? number : number.substring(0, number.length() - 1);
        try {
            double value = Double.parseDouble(digits) * Math.pow(1024, unit + 1);
            if (value >= 0 && value < Long.MAX_VALUE) {
                return OptionalLong.of((long) value);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(complaint(text), e);
        }
        throw new IllegalArgumentException(complaint(text));
    }

    private static String complaint(String text) {
        return "'" + text + "' is no size: say 500M, 1G or none";
    }

    /**
     * How many messages {@code 50000} are; empty for {@code none}.
     *
     * @throws IllegalArgumentException if it is no number, with a sentence that says so
     */
    public static OptionalLong messages(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        if (NONE.contains(word)) {
            return OptionalLong.empty();
        }
        if (!word.matches("[0-9]{1,15}")) {
            throw new IllegalArgumentException("'" + text + "' is no number of messages: say 50000, or none");
        }
        return OptionalLong.of(Long.parseLong(word));
    }

    /** As it is read: without a fraction where that says all, else to the octet. */
    public static String write(OptionalLong octets) {
        if (octets.isEmpty()) {
            return "none";
        }
        long value = octets.getAsLong();
        int unit = -1;
        while (value != 0 && value % 1024 == 0 && unit + 1 < UNITS.length()) {
            value /= 1024;
            unit++;
        }
        return unit < 0 ? Long.toString(value) : value + UNITS.substring(unit, unit + 1);
    }
}
