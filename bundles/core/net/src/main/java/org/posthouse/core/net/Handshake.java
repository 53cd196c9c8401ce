package org.posthouse.core.net;

import java.util.function.IntConsumer;

/**
 * Where TLS of one connection stands. From when a handshake is awaited until it is done nothing is heard or said, RFC 3207 §4.2. Used
 * by the connection's owner.
 */
final class Handshake {
    private final Socket socket;
    private final Tls tls;
    private final IntConsumer held;
    private boolean awaited;
    private boolean done;

    /**
     * @param held told how many octets more, or less, TLS holds of records that have not come whole
     * @param first whether TLS begins with the first octet
     */
    Handshake(Socket socket, Tls tls, IntConsumer held, boolean first) {
        this.socket = socket;
        this.tls = tls;
        this.held = held;
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
        socket.secure(tls, early, held);
    }

    /** The client has done it. Under the connection's lock. */
    void done() {
        done = true;
        ended();
    }

    /** It is over, or will never be. */
    void ended() {
        tls.ended(socket);
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
