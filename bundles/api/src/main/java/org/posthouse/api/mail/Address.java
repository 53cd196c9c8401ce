package org.posthouse.api.mail;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A mailbox address, RFC 5321 §4.1.2: the local part as given, unquoted; the domain in its {@link #canonical} form. Only
 * {@code postmaster} has an empty domain. Two addresses are equal when local part and domain are; whether case matters is the directory's affair.
 */
public record Address(String localPart, String domain) {
    /** Longest local part in octets, RFC 5321 §4.5.3.1.1. */
    public static final int MAX_LOCAL_PART = 64;
    /** Longest domain in octets, RFC 5321 §4.5.3.1.2. */
    public static final int MAX_DOMAIN = 255;
    /** Letters of their own that the JDK's IDNA2003 writes as others: sharp s, final sigma, and the joiners. */
    private static final String DEVIATIONS = "\u00df\u03c2\u200c\u200d";

    public Address {
        domain = canonical(domain);
        if (localPart.isEmpty() || isLonger(localPart, MAX_LOCAL_PART)) {
            throw new IllegalArgumentException("local part must have 1 to " + MAX_LOCAL_PART + " octets");
        }
        if (isLonger(domain, MAX_DOMAIN)) {
            throw new IllegalArgumentException("domain must have at most " + MAX_DOMAIN + " octets");
        }
        if (domain.isEmpty() && !localPart.equalsIgnoreCase("postmaster")) {
            throw new IllegalArgumentException("only postmaster has no domain");
        }
        if (hasControl(localPart) || hasControl(domain) || domain.indexOf('@') >= 0 || domain.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("address has characters that no address may have");
        }
    }

    /** Reads {@code local@domain} as people type it; empty if it is not an address. Quotes are the protocol grammar's affair. */
    public static Optional<Address> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at <= 0 || at == text.length() - 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Address(text.substring(0, at), text.substring(at + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The one form of a domain that all comparisons are made in: lower case, A-labels instead of U-labels, RFC 5890 §2.3.2.1. What
     * cannot be written so, or only as another domain (ß as ss), stays as it is in lower case.
     */
    public static String canonical(String domain) {
        String lower = domain.toLowerCase(Locale.ROOT);
        if (isAscii(lower) || lower.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
            return lower;
        }
        try {
            return IDN.toASCII(lower, IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES)
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return lower;
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Whether it has more octets than this in UTF-8, where no character has more than three. */
    private static boolean isLonger(String text, int octets) {
        return text.length() > octets / 3 && text.getBytes(StandardCharsets.UTF_8).length > octets;
    }

    /** Of each of the many addresses that a mail has: a loop, as it makes nothing. */
    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return domain.isEmpty() ? localPart : localPart + "@" + domain;
    }
}
