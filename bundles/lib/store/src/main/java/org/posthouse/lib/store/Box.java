package org.posthouse.lib.store;

import java.util.Optional;
import org.posthouse.api.store.Mailbox;

/**
 * A mailbox at one moment. The key is its number in the database; the modseq that of its last change. Its index is there when
 * somebody has opened it.
 */
public record Box(
        long key,
        String id,
        String name,
        long uidValidity,
        long uidNext,
        long modSeq,
        long messages,
        long octets,
        Optional<Index> index) {

    public Mailbox mailbox() {
        return new Mailbox(id, name, uidValidity);
    }

    public Box withName(String other) {
        return new Box(key, id, other, uidValidity, uidNext, modSeq, messages, octets, index);
    }

    public Box withIndex(Index opened) {
        return new Box(key, id, name, uidValidity, uidNext, modSeq, messages, octets, Optional.of(opened));
    }

    /** Without its index. */
    public Box withCounts(long counted, long sum) {
        return new Box(key, id, name, uidValidity, uidNext, modSeq, counted, sum, Optional.empty());
    }

    /** Without its index. */
    public Box withNumbers(long next, long changed) {
        return new Box(key, id, name, uidValidity, next, changed, messages, octets, Optional.empty());
    }

    /** Without its index. */
    public Box withUidNext(long next) {
        return new Box(key, id, name, uidValidity, next, modSeq, messages, octets, Optional.empty());
    }
}
