package org.posthouse.core.net;

/**
 * Where TLS of one connection stands. From when a handshake is awaited until it is done nothing is heard or said, RFC 3207 §4.2. Used
 * by the connection's owner.
 */
final class Handshake {
    private final Socket socket;
    private final Tls tls;
    private boolean awaited;
    private boolean done;

    /** @param first whether TLS begins with the first octet */
    Handshake(Socket socket, Tls tls, boolean first) {
        this.socket = socket;
        this.tls = tls;
        this.awaited = first;
    }

    boolean awaited() {
        return awaited;
    }

    /** Nothing is read from here on until the handshake begins, so that none of it is taken for clear text. */
    void await() {
        awaited = true;
        socket.readsNoMore();
    }

    /** Begins it, after all that was sent before; {@code early} drops what had come in clear text. */
    void begin(Runnable early) {
        socket.secure(tls, early);
    }

    /** The client has done it. Under the connection's lock. */
    void done() {
        done = true;
    }

    /** Whether the one that was awaited is over; once. Under the connection's lock. */
    boolean over() {
        boolean over = awaited && done;
        awaited &= !over;
        return over;
    }

    void failed(Visitor visitor, Throwable cause) {
        tls.failed(visitor, cause);
        socket.close();
    }
}
