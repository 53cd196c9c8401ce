package org.posthouse.api.queue;

/** What an administrator does with mail in the queue. */
public enum QueueAction {
    /** Tried at once, whatever the schedule says; a held one stays held. */
    RETRY,
    /** Stopped until released. */
    HOLD,
    /** A held one is due again. */
    RELEASE,
    /** As if it had just come: attempts and age begin anew, held or not; where it goes is found out again, as always. */
    REQUEUE,
    /** Given up now: every recipient left fails, and the sender is told (RFC 3464). */
    BOUNCE,
    /** Removed without a word to anybody. */
    DELETE
}
