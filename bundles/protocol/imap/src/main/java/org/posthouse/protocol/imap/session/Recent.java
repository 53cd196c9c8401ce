package org.posthouse.protocol.imap.session;

import org.posthouse.lib.wire.imap.NumberSet;

/** The messages that this session was the first to be told of, RFC 3501 §2.3.2, by UID. */
public final class Recent {
    private NumberSet uids;

    public Recent() {
        this(NumberSet.EMPTY);
    }

    public Recent(NumberSet uids) {
        this.uids = uids;
    }

    /** From the first to the last; nothing if the last comes before. */
    public void add(long first, long last) {
        if (first <= last) {
            uids = uids.with(first, last);
        }
    }

    public boolean contains(long uid) {
        return uids.contains(uid);
    }

    public NumberSet uids() {
        return uids;
    }

    /** How many messages of the view are recent. */
    public int count(View view) {
        int count = 0;
        for (int i = 0; i < uids.ranges(); i++) {
            count += view.ceiling(uids.last(i) + 1) - view.ceiling(uids.first(i));
        }
        return count;
    }
}
