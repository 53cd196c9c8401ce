package org.posthouse.core.net;

/** What one client's unread replies hold of the memory for all. Any thread. */
final class Outbox {
    /** Octets that are given to the socket at once at least, if there are so many. */
    static final int PIECE = 1 << 15;
    /** Octets on their way to the client above which it is given no more turns until it has read, while hardly any memory is used. */
    private static final int MUCH = 1 << 17;
    /** The same while memory is short. */
    private static final int LITTLE = 1 << 12;

    private final Room room;
    private final Visitor visitor;

    Outbox(Room room, Visitor visitor) {
        this.room = room;
        this.visitor = visitor;
    }

    /** How much may be on its way to the client now. */
    int mark() {
        boolean stranger = visitor.user().isEmpty();
        if (room.spent(stranger)) {
            return LITTLE;
        }
        return !stranger && room.plenty() ? MUCH : PIECE;
    }

    /** Holds so many octets more, or less if negative. */
    void hold(long octets) {
        room.take(octets);
    }
}
