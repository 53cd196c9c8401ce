package org.posthouse.lib.guard;

/** The outcomes of the last calls. Its owner sees to it that one thread uses it at a time. */
final class Window {
    private long outcomes;
    private int inARow;

    void passed() {
        outcomes <<= 1;
        inARow = 0;
    }

    void failed() {
        outcomes = outcomes << 1 | 1;
        inARow++;
    }

    /** So many in a row, or half of the last four times as many. */
    boolean tooMany(int failures) {
        return inARow >= failures || Long.bitCount(outcomes & lastOnes(4 * failures)) >= 2 * failures;
    }

    private static long lastOnes(int count) {
        return count >= Long.SIZE ? -1L : (1L << count) - 1;
    }
}
