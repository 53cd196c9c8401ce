package org.posthouse.core.net;

/**
 * How a connection ends: after the last word our half of the socket is closed, and the client has a moment to close its own, for a
 * reset could overtake the farewell. Used by the connection's owner.
 */
final class Parting {
    private final Socket socket;
    private boolean closing;
    private boolean shut;
    private boolean broken;

    Parting(Socket socket) {
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
