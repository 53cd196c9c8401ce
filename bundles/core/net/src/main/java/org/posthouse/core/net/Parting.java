package org.posthouse.core.net;

import java.io.IOException;
import org.posthouse.core.net.log.RareLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a connection ends: after the last word our half of the socket is closed, and the client has a moment to close its own, for a
 * reset could overtake the farewell. Used by the connection's owner.
 */
final class Parting {
    private static final Logger LOG = LoggerFactory.getLogger(Parting.class);
    private static final RareLog RARE = new RareLog(LOG);

    private final Visitor visitor;
    private final Socket socket;
    private boolean closing;
    private boolean shut;
    private boolean broken;

    Parting(Visitor visitor, Socket socket) {
        this.visitor = visitor;
        this.socket = socket;
    }

    /** Nothing is heard any more; what was said still goes out. */
    void begin() {
        closing = true;
    }

    /** Nothing is said any more either. */
    void breakOff() {
        broken = true;
        socket.close();
    }

    /** What was promised to the client cannot be read. */
    void unreadable(IOException cause) {
        RARE.info("{} closed: a content cannot be read: {}", visitor.id(), cause.toString());
        breakOff();
    }

    /** The client takes nothing of what it is given. */
    void unread() {
        RARE.info("{} closed: {} does not read", visitor.id(), visitor.address());
        breakOff();
    }

    boolean begun() {
        return closing || broken;
    }

    /** Whether nothing can be said any more. */
    boolean broken() {
        return broken;
    }

    /** Whether the client is still to read our last words. */
    boolean speaking() {
        return closing && !shut && !broken;
    }

    /** Goes on with parting. */
    void go(boolean allSaid, boolean clientGone, Deadlines deadlines, long now) {
        if (closing && !broken && allSaid) {
            if (!shut) {
                shut = true;
                deadlines.waitForEnd(now);
                socket.shutOutput();
            }
            if (clientGone || deadlines.lingered(now)) {
                breakOff();
            }
        }
    }
}
