package org.posthouse.api.store;

/** Position in an account's history: one step per commit, never reused; RFC 7162 §3.1. */
public record ModSeq(long value) implements Comparable<ModSeq> {
    public ModSeq {
        if (value < 0) {
            throw new IllegalArgumentException("a modseq is not negative");
        }
    }

    @Override
    public int compareTo(ModSeq other) {
        return Long.compare(value, other.value);
    }
}
