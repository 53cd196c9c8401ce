package org.posthouse.protocol.imap.search;

import org.posthouse.api.store.Snapshot;
import org.posthouse.protocol.imap.fetch.Message;

/** A message that may be among those looked for: its sequence number, its place in the snapshot, and the rest on demand. */
record Candidate(int number, Snapshot snapshot, int index, boolean recent, Message message) {
    long uid() {
        return snapshot.uid(index);
    }
}
