package org.posthouse.core.net;

import org.posthouse.core.net.log.RareLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where compression of one connection stands, RFC 4978. From when it is awaited until it is on nothing is heard: what comes meanwhile is
 * inflated too. The upper part is used by the connection's owner, the lower one by the event loop.
 */
final class Compression {
    private static final Logger LOG = LoggerFactory.getLogger(Compression.class);
    private static final RareLog RARE = new RareLog(LOG);

    private final Connection connection;
    private final Socket socket;
    private final Compressions all;
    private boolean awaited;
    private boolean done;
    private volatile boolean garbled;

    Compression(Connection connection, Socket socket, Compressions all) {
        this.connection = connection;
        this.socket = socket;
        this.all = all;
    }

    boolean awaited() {
        return awaited;
    }

    /** Nothing is read from here on until it is on. */
    void await() {
        awaited = true;
        socket.readsNoMore();
    }

    /** Turns it on after all that was sent before. */
    void begin() {
        socket.compress(new Deflate(this, all.deflaters()), connection::early, connection::compressed);
    }

    /** Under the connection's lock. */
    void done() {
        done = true;
    }

    /** Whether the one that was awaited is on; once. Under the connection's lock. */
    boolean over() {
        boolean over = awaited && done;
        awaited &= !over;
        return over;
    }

    /** Whether what the client sends makes no sense from some point on. */
    boolean garbled() {
        return garbled;
    }

    // ---- told by DEFLATE

    void begun() {
        all.begun();
    }

    void ended() {
        all.ended();
    }

    /** Whether anybody still wants to hear. */
    boolean listens() {
        return connection.listens();
    }

    /** So many octets more, or less, are held that have not been inflated. */
    void holds(int octets) {
        connection.sealed(octets);
    }

    /** The client is not listened to until {@link #goOn}. */
    void pause() {
        connection.pause();
    }

    void goOn() {
        connection.goOn();
    }

    void tellGarbled() {
        Visitor visitor = connection.visitor();
        RARE.info("{} sends what cannot be inflated: {}", visitor.id(), visitor.address());
        garbled = true;
        connection.wake();
    }
}
