package org.posthouse.lib.guard;

/**
 * Threads that callers lend to a plug-in.
 *
 * @param most so many at a time
 * @param lost told if this one does not come back, on the watchman's thread, so be brief: its caller is stuck in the call
 */
public record Loan(int most, Runnable lost) {
    /** So many, of which nobody waits for the one that does not come back. */
    public static Loan of(int most) {
        return new Loan(most, () -> {});
    }
}
