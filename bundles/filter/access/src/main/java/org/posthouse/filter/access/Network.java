package org.posthouse.filter.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A network of IP addresses: its first 128-bit address and how many bits of it count, RFC 4632, RFC 4291 §2.3. IPv4 is a part of
 * IPv6 here, as mapped addresses (RFC 4291 §2.5.5.2) have it, so an address is the same however it is written.
 */
record Network(long high, long low, int length) {
    /** Where IPv4 begins. */
    static final int IPV4 = 96;

    private static final int BITS = 128;
    private static final long MAPPED = 0xffff_0000_0000L;

    Network {
        if (length < 0 || length > BITS) {
            throw new IllegalArgumentException("a network has 0 to 128 bits");
        }
        high &= mask(length);
        low &= mask(length - 64);
    }

    /** The network that is this address alone. */
    static Network of(InetAddress address) {
        return of(address.getAddress());
    }

    private static Network of(byte[] octets) {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        return octets.length == 4
                ? new Network(0, MAPPED | (buffer.getInt() & 0xffff_ffffL), BITS)
                : new Network(buffer.getLong(), buffer.getLong(), BITS);
    }

    /** An address, address/bits or address/mask; empty if it is none of them. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        Optional<Network> address = address(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0 || address.isEmpty()) {
            return address;
        }
        String bits = text.substring(slash + 1);
        boolean four = text.indexOf(':') < 0;
        int length = four && bits.indexOf('.') >= 0 ? maskLength(bits) : number(bits, four ? 32 : BITS);
        return length < 0
                ? Optional.empty()
                : address.map(first -> new Network(first.high, first.low, four ? IPV4 + length : length));
    }

    /** This address's network of so many bits. */
    Network widened(int bits) {
        return new Network(high, low, bits);
    }

    /** Whether all of it is IPv4. */
    boolean ipv4() {
        return length >= IPV4 && high == 0 && low >>> 32 == MAPPED >>> 32;
    }

    /** Never asks DNS. */
    private static Optional<Network> address(String text) {
        if (text.indexOf(':') < 0) {
            return dotted(text);
        }
        if (!text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.')) {
            return Optional.empty();
        }
        try {
            // Within brackets it is taken as a literal or not at all.
            return Optional.of(of(InetAddress.getByName("[" + text + "]")));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Four decimal numbers. No zeros in front: some take such numbers for octal ones. */
    private static Optional<Network> dotted(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] octets = new byte[4];
        if (parts.length != octets.length) {
            return Optional.empty();
        }
        for (int i = 0; i < octets.length; i++) {
            int value = number(parts[i], 255);
            if (value < 0) {
                return Optional.empty();
            }
            octets[i] = (byte) value;
        }
        return Optional.of(of(octets));
    }

    /** How many bits an IPv4 mask has; -1 if its ones do not all come first. */
    private static int maskLength(String text) {
        Optional<Network> mask = dotted(text);
        if (mask.isEmpty()) {
            return -1;
        }
        int bits = (int) mask.get().low;
        int ones = Integer.bitCount(bits);
        return bits == (ones == 0 ? 0 : -1 << (32 - ones)) ? ones : -1;
    }

    /** -1 if it is no decimal number up to this. */
    private static int number(String text, int max) {
        boolean digits = !text.isEmpty() && text.length() < 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || (text.length() > 1 && text.startsWith("0"))) {
            return -1;
        }
        int value = Integer.parseInt(text);
        return value > max ? -1 : value;
    }

    /** The first so many of 64 bits. */
    private static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= 64 ? -1L : -1L << (64 - bits);
    }
}
