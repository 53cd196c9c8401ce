package org.posthouse.core.trace;

import java.util.ArrayList;
import java.util.List;

/** UIDs as a step has them, like {@code 5:7,12}: in their order, in runs. What is no number is left out. */
final class UidSet {
    private record Run(long first, long last) {}

    private final List<Run> runs = new ArrayList<>();

    private UidSet() {}

    static UidSet of(String text) {
        UidSet set = new UidSet();
        for (String run : text.split(",")) {
            int colon = run.indexOf(':');
            try {
                long first = Long.parseLong(colon < 0 ? run : run.substring(0, colon));
                long last = colon < 0 ? first : Long.parseLong(run.substring(colon + 1));
                if (first >= 0 && first <= last && last < 1L << 32) {
                    set.runs.add(new Run(first, last));
                }
            } catch (NumberFormatException e) {
                // Damaged, or of a later version.
            }
        }
        return set;
    }

    /** How many. */
    long count() {
        long count = 0;
        for (Run run : runs) {
            count += run.last() - run.first() + 1;
        }
        return count;
    }

    /** Its place in their order from 0; -1 if it is not among them. */
    long indexOf(long uid) {
        long before = 0;
        for (Run run : runs) {
            if (uid >= run.first() && uid <= run.last()) {
                return before + uid - run.first();
            }
            before += run.last() - run.first() + 1;
        }
        return -1;
    }

    /** The one at this place; -1 if there are not so many. */
    long at(long index) {
        long left = index;
        for (Run run : runs) {
            long length = run.last() - run.first() + 1;
            if (left < length) {
                return run.first() + left;
            }
            left -= length;
        }
        return -1;
    }
}
