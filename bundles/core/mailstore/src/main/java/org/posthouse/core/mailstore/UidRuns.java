package org.posthouse.core.mailstore;

import java.util.ArrayList;
import java.util.List;

/**
 * UIDs as they are recorded: runs like {@code 5:7,12}, each beside the run of those made from it, so that the nth of one is the nth of
 * the other.
 */
final class UidRuns {
    private static final int RUNS = 100;

    /** So many runs at most; what was made of them, of as many UIDs, or empty. */
    record Piece(String uids, String made, long count) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final boolean pairs;
    private StringBuilder uids = new StringBuilder();
    private StringBuilder made = new StringBuilder();
    private long count;
    private int runs;

    private UidRuns(boolean pairs) {
        this.pairs = pairs;
    }

    /** @param made as many as there are UIDs, in their order, or none */
    static List<Piece> of(long[] uids, long[] made) {
        UidRuns runs = new UidRuns(made.length > 0);
        int first = 0;
        for (int i = 1; i <= uids.length; i++) {
            boolean goesOn =
                    i < uids.length && uids[i] == uids[i - 1] + 1 && (made.length == 0 || made[i] == made[i - 1] + 1);
            if (!goesOn) {
                runs.add(uids[first], made.length == 0 ? 0 : made[first], i - first);
                first = i;
            }
        }
        runs.cut();
        return runs.pieces;
    }

    private void add(long from, long madeFrom, int length) {
        run(uids, from, length);
        if (pairs) {
            run(made, madeFrom, length);
        }
        count += length;
        if (++runs == RUNS) {
            cut();
        }
    }

    private void cut() {
        if (runs > 0) {
            pieces.add(new Piece(uids.toString(), made.toString(), count));
            uids = new StringBuilder();
            made = new StringBuilder();
            count = 0;
            runs = 0;
        }
    }

    private static void run(StringBuilder to, long from, int length) {
        to.append(to.length() == 0 ? "" : ",").append(from);
        if (length > 1) {
            to.append(':').append(from + length - 1);
        }
    }
}
