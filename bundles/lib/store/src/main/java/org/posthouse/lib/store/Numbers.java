package org.posthouse.lib.store;

/** Gives numbers to what has none yet; safe for threads. */
public interface Numbers {
    /** Of a new account, in the store. */
    long account();

    /** Of a new mailbox, in the store. */
    long mailbox();

    /**
     * The least UIDVALIDITY of a mailbox made now: the time, or, while the clock is behind what it was, more than that. So a mailbox that
     * is gone with its whole account and comes back under its name is not taken for the former one, RFC 3501 §2.3.1.1.
     */
    long uidValidity(long seconds);
}
