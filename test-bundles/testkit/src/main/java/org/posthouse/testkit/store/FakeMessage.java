package org.posthouse.testkit.store;

import java.time.Instant;
import java.util.Set;

/** One message at one moment. */
record FakeMessage(long uid, byte[] octets, byte[] structure, Set<String> flags, Instant received, long modSeq) {
    FakeMessage {
        flags = Set.copyOf(flags);
    }

    FakeMessage withFlags(Set<String> newFlags, long now) {
        return new FakeMessage(uid, octets, structure, newFlags, received, now);
    }

    FakeMessage copy(long newUid, long now) {
        return new FakeMessage(newUid, octets, structure, flags, received, now);
    }
}
