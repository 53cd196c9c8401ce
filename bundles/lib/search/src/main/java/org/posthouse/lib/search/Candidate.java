package org.posthouse.lib.search;

import org.posthouse.api.store.Snapshot;

/** A message that may be among those looked for: its sequence number, its place in the snapshot, and the rest on demand. */
public record Candidate(int number, Snapshot snapshot, int index, boolean recent, Searched message) {
    long uid() {
        return snapshot.uid(index);
    }
}
