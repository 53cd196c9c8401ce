package org.posthouse.lib.wire.imap;

import java.util.ArrayList;
import java.util.List;

/**
 * Sequence numbers or UIDs as a client names them, RFC 3501 §9 sequence-set: ranges in either order, {@code *} for the largest in use.
 * Nothing in it grows with the numbers it announces.
 */
public final class SequenceSet {
    private static final long STAR = 0;

    private final long[][] ranges;

    private SequenceSet(List<long[]> ranges) {
        this.ranges = ranges.toArray(long[][]::new);
    }

    public static SequenceSet read(ImapReader in) throws ImapSyntaxException {
        List<long[]> ranges = new ArrayList<>();
        do {
            long first = bound(in);
            long last = in.skip(':') ? bound(in) : first;
            ranges.add(new long[] {first, last});
        } while (in.skip(','));
        return new SequenceSet(ranges);
    }

    private static long bound(ImapReader in) throws ImapSyntaxException {
        return in.skip('*') ? STAR : in.nzNumber();
    }

    /** With {@code *} read as this number. */
    public NumberSet upTo(long largest) {
        long[][] resolved = new long[ranges.length][];
        for (int i = 0; i < ranges.length; i++) {
            long first = ranges[i][0] == STAR ? largest : ranges[i][0];
            long last = ranges[i][1] == STAR ? largest : ranges[i][1];
            resolved[i] = new long[] {Math.min(first, last), Math.max(first, last)};
        }
        return NumberSet.ofRanges(resolved);
    }
}
