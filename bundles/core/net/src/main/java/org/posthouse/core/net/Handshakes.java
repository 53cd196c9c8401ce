package org.posthouse.core.net;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.posthouse.core.net.log.RareLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS handshakes under way, each of which holds up to 50 KiB: so many at once, then the eldest gives way to the newest. An honest one
 * is over in a moment. Any thread.
 */
final class Handshakes {
    private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);
    private static final RareLog RARE = new RareLog(LOG);

    private final IntSupplier most;
    private final Set<Socket> underWay = new LinkedHashSet<>();

    /** @param most so many; it may change */
    Handshakes(IntSupplier most) {
        this.most = most;
    }

    void begin(Socket socket) {
        enter(socket).ifPresent(eldest -> {
            RARE.info("{} TLS handshakes at once: the eldest is cut off", most.getAsInt());
            eldest.close();
        });
    }

    /** It is over, one way or another. */
    synchronized void end(Socket socket) {
        underWay.remove(socket);
    }

    synchronized int count() {
        return underWay.size();
    }

    /** Returns who has to give way. */
    private synchronized Optional<Socket> enter(Socket socket) {
        underWay.add(socket);
        if (underWay.size() <= most.getAsInt()) {
            return Optional.empty();
        }
        Iterator<Socket> eldest = underWay.iterator();
        Socket gone = eldest.next();
        eldest.remove();
        return Optional.of(gone);
    }
}
