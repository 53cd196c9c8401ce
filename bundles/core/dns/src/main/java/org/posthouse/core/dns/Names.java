package org.posthouse.core.dns;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Names as people and mail write them, and as DNS has them. */
final class Names {
    private static final String LITERAL_V6 = "ipv6:";

    private Names() {}

    /** With A-labels, absolute; empty if DNS can have no such name. */
    static Optional<Name> parse(String name) {
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (bare.isEmpty() || bare.indexOf('\\') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Name.fromString(aLabels(bare), Name.root));
        } catch (TextParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** RFC 5890 §2.3.2.1. What is ASCII already stays as it is: underscores stand in names that are no hosts. */
    private static String aLabels(String name) {
        return name.chars().allMatch(c -> c < 0x80) ? name : IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
    }

    /** As api has it: lower case, no final dot; empty if it is no name of a host, the root among them. */
    static Optional<String> host(Name name) {
        String text = name.toString(true).toLowerCase(Locale.ROOT);
        boolean plain = text.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.');
        return plain && !name.equals(Name.root) ? Optional.of(text) : Optional.empty();
    }

    /** {@code 192.0.2.1}, {@code 2001:db8::1}, or RFC 5321 §4.1.3: {@code [192.0.2.1]}, {@code [IPv6:2001:db8::1]}. */
    static Optional<InetAddress> literal(String host) {
        String text = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        boolean tagged = text.toLowerCase(Locale.ROOT).startsWith(LITERAL_V6);
        String bare = tagged ? text.substring(LITERAL_V6.length()) : text;
        return octets(text, Address.IPv4).or(() -> octets(bare, Address.IPv6));
    }

    private static Optional<InetAddress> octets(String text, int family) {
        byte[] octets = Address.toByteArray(text, family);
        try {
            return octets == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(octets));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
