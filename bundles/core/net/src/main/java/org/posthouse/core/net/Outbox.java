package org.posthouse.core.net;

/** What one client's unread replies hold of the memory for all. Any thread. */
final class Outbox {
    /** Octets on their way to the client above which it is given no more turns until it has read. */
    static final int MARK = 1 << 15;
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
        return room.spent(visitor.user().isEmpty()) ? LITTLE : MARK;
    }

    /** Holds so many octets more, or less if negative. */
    void hold(long octets) {
        room.take(octets);
    }
}
