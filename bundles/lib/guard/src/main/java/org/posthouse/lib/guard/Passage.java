package org.posthouse.lib.guard;

import java.util.concurrent.TimeUnit;

/** One call on its way through a plug-in. It is looked at from time to time by others, until it ends. */
final class Passage {
    /** Nobody needs to be told that it does not come back. */
    static final Runnable UNHEARD = () -> {};

    private static final long MOST_AFTER_INTERRUPT = TimeUnit.SECONDS.toNanos(1);

    private final Guard guard;
    private final Ticket ticket;
    private final Runnable whenLost;
    private final Thread thread;
    private final long begin;
    private final GuardLimits limits;
    private boolean counted;
    /** Whether its thread was interrupted before it began: that is its caller's affair. */
    private final boolean before;

    private boolean interrupted;
    private boolean hurried;
    private boolean lost;
    private boolean ended;

    /**
     * On the thread that makes the call.
     *
     * @param whenLost told when it is given up, by whoever looks
     */
    Passage(Guard guard, Ticket ticket, Runnable whenLost, long begin) {
        this.guard = guard;
        this.ticket = ticket;
        this.whenLost = whenLost;
        this.thread = Thread.currentThread();
        this.begin = begin;
        this.before = thread.isInterrupted();
        this.limits = guard.limits();
    }

    Ticket ticket() {
        return ticket;
    }

    /** Counts what is slow, interrupts what is late, gives up what does not come back. */
    void look(long now) {
        if (isGivenUp(now)) {
            whenLost.run();
        }
    }

    /** Whether it is given up now. */
    private synchronized boolean isGivenUp(long now) {
        if (ended) {
            return false;
        }
        long taken = now - begin;
        long deadline = ticket.deadline(limits).toNanos();
        if (!counted && taken >= limits.inTime().toNanos()) {
            counted = true;
            guard.failed(ticket, slowness());
        }
        if (!interrupted && taken >= deadline) {
            interrupted = true;
            guard.late();
            thread.interrupt();
        } else if (!lost && taken >= deadline + Math.min(deadline, MOST_AFTER_INTERRUPT)) {
            lost = true;
            guard.lost();
            return true;
        }
        return false;
    }

    /** Its caller does not wait any more. */
    synchronized void hurry() {
        if (!ended) {
            hurried = true;
            thread.interrupt();
        }
    }

    /** Whether anybody but the plug-in has interrupted it. */
    synchronized boolean disturbed() {
        return before || interrupted || hurried;
    }

    private String slowness() {
        return "it did not answer within " + limits.inTime().toMillis() + " ms";
    }

    /** It has come back with an answer. Whether it had been interrupted by us. */
    boolean passed(long now) {
        return end(now, "", true);
    }

    /** It has come back with a failure. Whether it had been interrupted by us. */
    boolean failed(long now, String why) {
        return end(now, why, true);
    }

    /** It has come back without having been made. Whether it had been interrupted by us. */
    boolean undecided(long now) {
        return end(now, "", false);
    }

    /** What we or the plug-in have left in its thread goes; what was there before stays. */
    private void clearInterrupt() {
        if (Thread.interrupted() && before) {
            thread.interrupt();
        }
    }

    private synchronized boolean end(long now, String failure, boolean decided) {
        ended = true;
        long taken = now - begin;
        clearInterrupt();
        if (counted) {
            guard.back(taken, lost);
            return interrupted;
        }
        if (!failure.isEmpty()) {
            guard.failed(ticket, failure);
        } else if (!decided) {
            guard.undecided(ticket);
        } else if (taken < limits.inTime().toNanos()) {
            guard.passed(ticket);
        } else {
            guard.failed(ticket, slowness());
        }
        guard.back(taken, false);
        return interrupted;
    }
}
