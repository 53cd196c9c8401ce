package org.posthouse.lib.guard;

/**
 * Leave to make one call.
 *
 * @param epoch of the breaker: in another one it decides nothing
 * @param kind of call: each fails for itself
 */
record Ticket(long epoch, String kind) {}
