package org.posthouse.api.store;

import org.osgi.annotation.versioning.ProviderType;

/** What happened in a mailbox between two modseqs, as UIDs in ascending order; incomplete means: take a new snapshot and compare. */
@ProviderType
public interface Changes {
    boolean complete();

    ModSeq upTo();

    long[] added();

    /** Whose flags changed; not those in {@link #added}. */
    long[] reflagged();

    long[] expunged();
}
