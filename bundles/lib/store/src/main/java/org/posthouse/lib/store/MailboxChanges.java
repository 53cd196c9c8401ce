package org.posthouse.lib.store;

import java.util.stream.LongStream;
import org.posthouse.api.store.Changes;
import org.posthouse.api.store.ModSeq;

/** What happened in an open mailbox, as far as its history reaches. */
public record MailboxChanges(boolean complete, ModSeq upTo, long[] added, long[] reflagged, long[] expunged)
        implements Changes {
    private static final long[] NONE = {};

    public static Changes since(long seen, Box box, Index index, long modSeq) {
        ModSeq upTo = new ModSeq(modSeq);
        if (seen >= box.modSeq()) {
            return new MailboxChanges(true, upTo, NONE, NONE, NONE);
        }
        History history = index.history();
        if (!history.reaches(seen)) {
            return new MailboxChanges(false, upTo, NONE, NONE, NONE);
        }
        long uidNextThen = history.uidNextAt(seen, box.uidNext());
        Columns columns = index.columns();
        LongStream.Builder added = LongStream.builder();
        LongStream.Builder reflagged = LongStream.builder();
        for (int i = 0; i < columns.count(); i++) {
            if (columns.modSeq(i) > seen) {
                (columns.uid(i) < uidNextThen ? reflagged : added).add(columns.uid(i));
            }
        }
        return new MailboxChanges(
                true,
                upTo,
                added.build().toArray(),
                reflagged.build().toArray(),
                history.expungedAfter(seen, uidNextThen));
    }
}
