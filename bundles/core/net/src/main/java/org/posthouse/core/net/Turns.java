package org.posthouse.core.net;

import java.util.concurrent.Executor;

/**
 * A connection's serial queue: one worker has the turn, or nobody. The worker who has it owns the connection, otherwise whoever holds
 * the lock, which is this object.
 */
final class Turns {
    private final Executor workers;
    private final Runnable turn;
    private boolean taken;
    private boolean again;

    /** @param turn what a worker does who is called; it ends with {@link #rest}, or is called once more by {@link #next} */
    Turns(Executor workers, Runnable turn) {
        this.workers = workers;
        this.turn = turn;
    }

    /** Changes something under the lock, and has a worker look at it: one who comes, or the one who is here before he goes. */
    void tell(Runnable change) {
        boolean mine;
        synchronized (this) {
            change.run();
            again = true;
            mine = take(true);
        }
        callIf(mine);
    }

    /** Takes the turn if nobody has it and there is work. Under the lock; then comes {@link #callIf}, without it. */
    boolean take(boolean work) {
        boolean mine = work && !taken;
        taken |= mine;
        return mine;
    }

    /** Calls a worker for a turn that was taken. */
    void callIf(boolean mine) {
        if (mine) {
            next();
        }
    }

    /** Gives the turn to a worker, behind the other connections. */
    void next() {
        workers.execute(turn);
    }

    /** Whether a worker has the turn. Under the lock. */
    boolean taken() {
        return taken;
    }

    /** The worker who is here shall look once more before he goes. Under the lock. */
    void lookAgain() {
        again |= taken;
    }

    /** The worker looks now. Under the lock. */
    void looks() {
        again = false;
    }

    /** Whether something was told since the worker looked. Under the lock. */
    boolean again() {
        return again;
    }

    /** The turn is nobody's. Under the lock. */
    void rest() {
        taken = false;
    }
}
