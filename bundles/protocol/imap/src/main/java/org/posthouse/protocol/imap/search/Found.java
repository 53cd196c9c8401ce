package org.posthouse.protocol.imap.search;

import java.util.Arrays;
import org.posthouse.lib.wire.imap.ImapSyntaxException;
import org.posthouse.lib.wire.imap.NumberSet;

/** The numbers found so far, in ascending order: sequence numbers, or UIDs. */
public final class Found {
    private long[] numbers = new long[16];
    private int count;

    public Found() {}

    /** As {@link #toString} gave it. */
    public Found(String set) {
        try {
            long[] all = NumberSet.parse(set).toArray();
            count = all.length;
            numbers = Arrays.copyOf(all, Math.max(numbers.length, count));
        } catch (ImapSyntaxException e) {
            throw new IllegalArgumentException("no set of numbers was handed over", e);
        }
    }

    /** One more, larger than those before. */
    public void add(long number) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
        }
        numbers[count++] = number;
    }

    public int count() {
        return count;
    }

    public long get(int index) {
        return numbers[index];
    }

    public NumberSet set() {
        return NumberSet.of(Arrays.copyOf(numbers, count));
    }

    @Override
    public String toString() {
        return set().toString();
    }
}
