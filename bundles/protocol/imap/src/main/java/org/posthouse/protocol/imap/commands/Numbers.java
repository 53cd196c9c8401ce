package org.posthouse.protocol.imap.commands;

import org.posthouse.lib.wire.imap.NumberSet;
import org.posthouse.lib.wire.imap.SequenceSet;
import org.posthouse.protocol.imap.session.View;

/** The messages a command names, by sequence number or by UID. */
record Numbers(SequenceSet set, boolean uids) {
    /** Their sequence numbers. */
    NumberSet in(View view) {
        return uids ? view.numbersOfUids(set) : set.upTo(view.count());
    }

    /** Whether one of these numbers is none of a message's; UIDs may be anything, RFC 3501 §6.4.8. */
    boolean beyond(View view) {
        if (uids) {
            return false;
        }
        NumberSet numbers = set.upTo(view.count());
        return numbers.first(0) == 0 || numbers.last(numbers.ranges() - 1) > view.count();
    }
}
