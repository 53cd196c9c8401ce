package org.posthouse.core.queue.spool;

import java.util.concurrent.CompletableFuture;

/** Counts those who write in the spool's folder on threads of their own, until nobody may any more. Safe for all threads. */
final class Entrance {
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private int inside;
    private boolean closed;

    /** False if it is closed. Whoever was let in leaves. */
    synchronized boolean enter() {
        if (closed) {
            return false;
        }
        inside++;
        return true;
    }

    synchronized void leave() {
        inside--;
        settle();
    }

    /** Lets nobody in any more; done when the last one has left. */
    synchronized CompletableFuture<Void> close() {
        closed = true;
        settle();
        return left;
    }

    private void settle() {
        if (closed && inside == 0) {
            left.complete(null);
        }
    }
}
