package org.posthouse.lib.store;

/** What is known in memory of an open mailbox: its messages, their flags, and what happened lately. */
public record Index(Columns columns, FlagTable flagTable, History history) {
    /** Of a mailbox that has just been made. */
    public static Index empty(long modSeq) {
        return new Index(Columns.EMPTY, new FlagTable(), History.from(modSeq));
    }

    public FlagSet flags(int index) {
        return flagTable.get(columns.flags(index));
    }

    /** The same, with a flag table that holds only what is in use. */
    public Index compact() {
        FlagTable fresh = new FlagTable();
        Columns renumbered = columns.renumbered(old -> fresh.number(flagTable.get(old)));
        fresh.settle();
        return new Index(renumbered, fresh, history);
    }
}
