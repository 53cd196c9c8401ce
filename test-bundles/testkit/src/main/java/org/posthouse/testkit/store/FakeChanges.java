package org.posthouse.testkit.store;

import org.posthouse.api.store.Changes;
import org.posthouse.api.store.ModSeq;

/** What has happened. */
record FakeChanges(boolean complete, ModSeq upTo, long[] added, long[] reflagged, long[] expunged) implements Changes {}
