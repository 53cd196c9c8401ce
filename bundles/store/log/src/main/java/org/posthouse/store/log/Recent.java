package org.posthouse.store.log;

import java.util.Optional;
import org.posthouse.lib.store.Ring;

/** The structures of messages that came to a shard or were read there lately, in memory that all shards share. Safe for threads. */
record Recent(Ring ring, int shard) {
    /** Above all segments and files that there will ever be. */
    private static final int SHARD_BITS = 56;

    Optional<byte[]> structure(long position) {
        return ring.get(number(position));
    }

    void put(long position, byte[] structure) {
        ring.put(number(position), structure);
    }

    private long number(long position) {
        return position ^ (long) shard << SHARD_BITS;
    }
}
