package org.posthouse.api.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much a store keeps. A message that is in several mailboxes counts as often.
 *
 * @param store whose figures they are: name and version; empty: as yet unnamed
 * @param octets of all messages
 * @param diskOctets that its files take; a store that shares them tells those of its own
 * @param freeOctets left where its files are
 * @param particulars figures that only this store has, by a few words each, in the order in which they are to be shown
 */
public record StoreStats(
        String store,
        long accounts,
        long mailboxes,
        long messages,
        long octets,
        long diskOctets,
        long freeOctets,
        Map<String, Long> particulars) {
    public StoreStats {
        particulars = Collections.unmodifiableMap(new LinkedHashMap<>(particulars));
    }

    /** The same, of the store of this name. */
    public StoreStats of(String name) {
        return new StoreStats(name, accounts, mailboxes, messages, octets, diskOctets, freeOctets, particulars);
    }
}
