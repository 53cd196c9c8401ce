package org.posthouse.core.trace;

import java.util.BitSet;

/** A set of keys in few octets: says for certain what is not in it, and what is most of the time. */
final class KeyBits {
    private static final int HASHES = 4;

    private final int size;
    private final BitSet bits;

    /** @param size how many bits: a power of two */
    KeyBits(int size) {
        this(size, new BitSet(size));
    }

    private KeyBits(int size, BitSet bits) {
        this.size = size;
        this.bits = bits;
    }

    /** Reads what {@link #encode} made of as many bits. */
    static KeyBits decode(int size, byte[] octets) {
        return new KeyBits(size, BitSet.valueOf(octets));
    }

    byte[] encode() {
        return bits.toByteArray();
    }

    void put(String key) {
        put(key.hashCode());
    }

    /** The hash code of both words together, without putting them together. */
    static int hash(String kind, String value) {
        int power = 1;
        int base = 31;
        for (int left = value.length(); left > 0; left >>= 1) {
            power = (left & 1) == 0 ? power : power * base;
            base *= base;
        }
        return kind.hashCode() * power + value.hashCode();
    }

    /** A key by its hash code. */
    void put(int hash) {
        int other = other(hash);
        for (int i = 0; i < HASHES; i++) {
            bits.set((hash + i * other) & (size - 1));
        }
    }

    boolean mayHave(String key) {
        int hash = key.hashCode();
        int other = other(hash);
        for (int i = 0; i < HASHES; i++) {
            if (!bits.get((hash + i * other) & (size - 1))) {
                return false;
            }
        }
        return true;
    }

    private static int other(int hash) {
        return Integer.rotateLeft(hash * 0x9e3779b1, 15) | 1;
    }

    /** What another has is here too from now on. */
    void add(KeyBits more) {
        bits.or(more.bits);
    }
}
