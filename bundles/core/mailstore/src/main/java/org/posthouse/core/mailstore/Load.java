package org.posthouse.core.mailstore;

/** Octets and messages that are added, or for which there is to be room. */
record Load(long octets, long messages) {
    static final Load NONE = new Load(0, 0);

    /** As much as nobody has: some of them can still be added up. */
    private static final long MOST = Long.MAX_VALUE / 8;

    /** So many messages of so many octets. */
    static Load of(long messages, long octets) {
        boolean tooMuch = messages > 0 && octets > MOST / messages;
        return new Load(tooMuch ? MOST : messages * octets, messages);
    }

    Load plus(Load more) {
        return new Load(octets + more.octets, messages + more.messages);
    }

    Load minus(Load less) {
        return new Load(octets - less.octets, messages - less.messages);
    }

    boolean nothing() {
        return octets == 0 && messages == 0;
    }
}
