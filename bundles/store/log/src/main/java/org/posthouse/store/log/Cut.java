package org.posthouse.store.log;

import org.posthouse.lib.store.Columns;

/** Which messages of a mailbox one part of its columns has: how many, from which UID to which. */
record Cut(int messages, long first, long last) {
    /** About how many octets a message takes in columns. */
    private static final long EACH = 36;

    /** These, by their indexes; at least one. */
    static Cut of(Columns columns, int from, int to) {
        return new Cut(to - from, columns.uid(from), columns.uid(to - 1));
    }

    /**
     * Whether these are the messages from this index on, as they were: a mailbox loses messages and gets new ones at its end, and whatever
     * changes one raises its modseq.
     *
     * @param modSeq of the mailbox then
     */
    boolean stands(Columns columns, int from, long modSeq) {
        int to = from + messages;
        if (to > columns.count() || columns.uid(from) != first || columns.uid(to - 1) != last) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (columns.modSeq(i) > modSeq) {
                return false;
            }
        }
        return true;
    }

    long weight() {
        return EACH * messages;
    }
}
