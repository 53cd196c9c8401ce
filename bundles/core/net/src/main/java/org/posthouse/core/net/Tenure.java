package org.posthouse.core.net;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.posthouse.api.plugin.Edition;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.spi.protocol.ProtocolHandler;

/** One version of a protocol and the connections it talks with: one pin for all of them, given back when the last has left. */
final class Tenure {
    private final Occupant<ProtocolHandler> occupant;
    private final Consumer<Tenure> over;
    private final Edition edition;
    private final Set<Runnable> members = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;
    private boolean retired;
    private boolean closed;

    /** @param over told once when the pin has been given back */
    Tenure(Occupant<ProtocolHandler> occupant, Consumer<Tenure> over) {
        this.occupant = occupant;
        this.edition = Edition.of(occupant);
        this.over = over;
    }

    String version() {
        return edition.version();
    }

    Edition edition() {
        return edition;
    }

    /** Whether it is one of the same version. */
    boolean isOf(Occupant<ProtocolHandler> other) {
        return occupant.plugin().equals(other.plugin()) && occupant.version().equals(other.version());
    }

    /** Whether the version was asked to go: its connections are handed over. */
    boolean leaving() {
        return leaving;
    }

    /**
     * False if it takes no more connections.
     *
     * @param wake tells the connection to look again; it stands for it
     */
    synchronized boolean join(Runnable wake) {
        return !leaving && !retired && members.add(wake);
    }

    void part(Runnable wake) {
        members.remove(wake);
        settle();
    }

    /** The version has to go. */
    void leave() {
        synchronized (this) {
            leaving = true;
        }
        members.forEach(Runnable::run);
        settle();
    }

    /** Takes no more connections, but goes on with those it has. */
    void retire() {
        synchronized (this) {
            retired = true;
        }
        settle();
    }

    /** Every call into the version, and into its conversations, goes through here: so it is not taken away meanwhile. */
    <R, X extends Exception> R call(Occupant.Work<ProtocolHandler, R, X> work) throws X, GoneException {
        return occupant.call(work);
    }

    private void settle() {
        synchronized (this) {
            if (closed || !(leaving || retired) || !members.isEmpty()) {
                return;
            }
            closed = true;
        }
        occupant.close();
        over.accept(this);
    }
}
