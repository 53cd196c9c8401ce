package org.posthouse.core.net;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A budget of memory for all connections together: for what clients have sent and no conversation has taken yet, or for replies that
 * they have not read yet. A quarter of it is kept for those who have logged in. Any thread.
 */
final class Room {
    private final LongSupplier budget;
    private final AtomicLong used = new AtomicLong();

    /** @param budget octets; it may change */
    Room(LongSupplier budget) {
        this.budget = budget;
    }

    /** Takes so many octets, or gives them back if negative. */
    void take(long octets) {
        used.addAndGet(octets);
    }

    long used() {
        return used.get();
    }

    /** Whether there is nothing left for this client. */
    boolean spent(boolean stranger) {
        long all = budget.getAsLong();
        return used.get() > (stranger ? all - all / 4 : all);
    }

    /** Whether most of it is left. */
    boolean plenty() {
        return used.get() < budget.getAsLong() / 4;
    }

    /** Whether even those who are being served cannot be waited for. */
    boolean overdrawn() {
        return used.get() > 2 * budget.getAsLong();
    }
}
