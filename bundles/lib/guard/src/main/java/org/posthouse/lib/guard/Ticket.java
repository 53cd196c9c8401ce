package org.posthouse.lib.guard;

import java.time.Duration;

/**
 * Leave to make one call.
 *
 * @param epoch of the breaker: in another one it decides nothing
 * @param kind of call: each fails for itself
 * @param trial whether it tries one that has failed: as a slow answer is a failure too, nobody waits for it any longer
 */
record Ticket(long epoch, String kind, boolean trial) {
    /** How long the call may take. */
    Duration deadline(GuardLimits limits) {
        return trial ? limits.inTime() : limits.deadline();
    }
}
