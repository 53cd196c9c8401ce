package org.posthouse.api.store;

import java.util.List;

/** What a commit did: the account's modseq after it, and the messages it made, in the order of its steps. */
public record Committed(ModSeq modSeq, List<Made> made) {
    public Committed {
        made = List.copyOf(made);
    }

    /** A message made by step {@code step} (from 0); the source UID is 0 unless it was copied. */
    public record Made(int step, String mailboxId, long sourceUid, long uid) {}
}
