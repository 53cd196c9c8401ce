package org.posthouse.api.plugin;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One version of a plug-in in its seat. A pin asks it to stay: a version that is being replaced waits a moment (1.5 s) for its pins and
 * then for the calls inside it. What was pinned is closed once.
 */
@ProviderType
public interface Occupant<S> extends AutoCloseable {
    String plugin();

    /** Its bundle's version. */
    String version();

    /** A short hash of its configuration; empty if it has none. */
    String configuration();

    /** Whether it has been asked to go: pins should be given back soon. */
    boolean leaving();

    /** Runs once when it is asked to go, at once if it is going; on the thread that replaces it, so be brief. Dropped when the pin is closed. */
    void whenLeaving(Runnable task);

    /**
     * Calls into the version; it does not go while a call is inside, up to some seconds.
     *
     * @throws GoneException if the gate is closed: the call was not made; ask the seat for the next version
     */
    <R, X extends Exception> R call(Work<S, R, X> work) throws X, GoneException;

    /** Gives the pin back. */
    @Override
    void close();

    /** What is done with the service; keeps nothing of it. */
    @FunctionalInterface
    interface Work<S, R, X extends Exception> {
        R with(S service) throws X;
    }
}
