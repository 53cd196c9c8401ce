package org.posthouse.lib.wire.imap;

import java.util.Arrays;

/** Numbers as ranges that neither overlap nor touch, in ascending order. Never as large as what it stands for. */
public final class NumberSet {
    public static final NumberSet EMPTY = new NumberSet(new long[0]);

    /** First and last of each range. */
    private final long[] bounds;

    private NumberSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** Of numbers in ascending order. */
    public static NumberSet of(long... ascending) {
        long[] bounds = new long[2 * ascending.length];
        int length = 0;
        for (long number : ascending) {
            length = append(bounds, length, number, number);
        }
        return new NumberSet(Arrays.copyOf(bounds, length));
    }

    /** From first to last. */
    public static NumberSet range(long first, long last) {
        return ofRanges(new long[][] {{first, last}});
    }

    /** Of pairs of first and last, in any order, each first not larger than its last. */
    public static NumberSet ofRanges(long[][] ranges) {
        long[][] sorted = ranges.clone();
        Arrays.sort(sorted, (a, b) -> Long.compare(a[0], b[0]));
        long[] bounds = new long[2 * sorted.length];
        int length = 0;
        for (long[] range : sorted) {
            length = append(bounds, length, range[0], range[1]);
        }
        return new NumberSet(Arrays.copyOf(bounds, length));
    }

    /** As {@link #toString} spells it; empty text is the empty set. */
    public static NumberSet parse(String text) throws ImapSyntaxException {
        return text.isEmpty() ? EMPTY : SequenceSet.read(ImapReader.over(text)).upTo(LiteralMark.MAX_NUMBER);
    }

    private static int append(long[] bounds, int length, long first, long last) {
        if (length > 0 && first <= bounds[length - 1] + 1) {
            bounds[length - 1] = Math.max(bounds[length - 1], last);
            return length;
        }
        bounds[length] = first;
        bounds[length + 1] = last;
        return length + 2;
    }

    /** These and those from first to last. */
    public NumberSet with(long first, long last) {
        long[][] pairs = new long[ranges() + 1][];
        for (int i = 0; i < ranges(); i++) {
            pairs[i] = new long[] {first(i), last(i)};
        }
        pairs[ranges()] = new long[] {first, last};
        return ofRanges(pairs);
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** How many ranges there are. */
    public int ranges() {
        return bounds.length / 2;
    }

    public long first(int range) {
        return bounds[2 * range];
    }

    public long last(int range) {
        return bounds[2 * range + 1];
    }

    public boolean contains(long number) {
        int found = Arrays.binarySearch(bounds, number);
        // A number between the bounds of a range would be put at an odd place.
        return found >= 0 || (-found - 1) % 2 == 1;
    }

    /** The first numbers from this one on, so many at most. */
    public NumberSet from(long least, int most) {
        long[] taken = new long[bounds.length];
        int length = 0;
        long left = most;
        for (int i = 0; i < ranges() && left > 0; i++) {
            long first = Math.max(first(i), least);
            long last = Math.min(last(i), first + left - 1);
            if (first <= last) {
                taken[length++] = first;
                taken[length++] = last;
                left -= last - first + 1;
            }
        }
        return new NumberSet(Arrays.copyOf(taken, length));
    }

    /** How many numbers there are. */
    public long size() {
        long size = 0;
        for (int i = 0; i < ranges(); i++) {
            size += last(i) - first(i) + 1;
        }
        return size;
    }

    /** The numbers one by one; only for a set that is made of things there are. */
    public long[] toArray() {
        long[] numbers = new long[Math.toIntExact(size())];
        int length = 0;
        for (int i = 0; i < ranges(); i++) {
            for (long number = first(i); number <= last(i); number++) {
                numbers[length++] = number;
            }
        }
        return numbers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** As a sequence-set, {@code 1:3,7}; empty text for the empty set, which the grammar does not have. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ranges(); i++) {
            text.append(i == 0 ? "" : ",").append(first(i));
            if (last(i) != first(i)) {
                text.append(':').append(last(i));
            }
        }
        return text.toString();
    }
}
