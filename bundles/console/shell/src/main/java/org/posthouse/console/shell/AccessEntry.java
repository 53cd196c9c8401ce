package org.posthouse.console.shell;

import java.util.List;
import org.posthouse.api.mail.Address;

/** An entry of the lists of the access filter, checked before it is said to be in force. */
final class AccessEntry {
    /** Networks with shorter prefixes are never let relay: they are most of the world. */
    private static final int WIDEST_IPV4 = 8;

    private static final int WIDEST_IPV6 = 16;

    private AccessEntry() {}

    /** Refuses what the filter would pass over. */
    static void check(String entry, boolean relay) throws UsageException {
        int slash = entry.indexOf('/');
        String address = slash < 0 ? entry : entry.substring(0, slash);
        if (isIpv4(address) || isIpv6(address)) {
            int bits = isIpv4(address) ? 32 : 128;
            int prefix = slash < 0 ? bits : prefix(entry, entry.substring(slash + 1), bits);
            if (relay && prefix < (bits == 32 ? WIDEST_IPV4 : WIDEST_IPV6)) {
                throw new UsageException("'" + entry + "' is too wide: nobody lets that many relay");
            }
        } else if (entry.indexOf('@') >= 0) {
            if (relay || Address.parse(entry).isEmpty()) {
                throw new UsageException("'" + entry + "' is no client: say an address, a network, a host or a domain");
            }
        } else if (slash >= 0 || !isName(entry)) {
            throw new UsageException("'" + entry + "' is no address, network, host or domain");
        }
    }

    private static int prefix(String entry, String text, int bits) throws UsageException {
        if (bits == 32 && isIpv4(text)) {
            return Integer.bitCount(octets(text).stream().reduce(0, (all, octet) -> (all << 8) | octet));
        }
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= bits) {
            return Integer.parseInt(text);
        }
        throw new UsageException("'" + entry + "' has no prefix from 0 to " + bits);
    }

    private static boolean isIpv4(String text) {
        return text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                && octets(text).stream().allMatch(octet -> octet <= 255);
    }

    private static List<Integer> octets(String text) {
        return List.of(text.split("\\.")).stream().map(Integer::valueOf).toList();
    }

    private static boolean isIpv6(String text) {
        return text.indexOf(':') >= 0 && text.matches("[0-9a-f:.]{2,45}");
    }

    private static boolean isName(String text) {
        String name = text.startsWith(".") ? text.substring(1) : text;
        return name.length() <= 255
                && !name.matches("[0-9.]*")
                && List.of(name.split("\\.", -1)).stream().allMatch(AccessEntry::isLabel);
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= 63
                && label.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
    }
}
