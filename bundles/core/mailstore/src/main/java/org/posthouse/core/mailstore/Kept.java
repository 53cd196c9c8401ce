package org.posthouse.core.mailstore;

/**
 * Room that an account keeps for one mail that waits.
 *
 * @param octets of each copy
 * @param copies that are still to come
 * @param underway how many are being added at this moment: they take their shares with them
 */
record Kept(long octets, long copies, long underway) {
    static final Kept NOTHING = new Kept(0, 0, 0);

    /** What is kept for the copies nobody is bringing yet. */
    Load load() {
        return Load.of(Math.max(0, copies - underway), octets);
    }

    /** Whether there is a share for one more. */
    boolean sharesLeft() {
        return copies > underway;
    }

    /** So many are still to come. */
    Kept copies(long wanted, long size) {
        return new Kept(Math.max(octets, size), wanted, underway);
    }

    Kept begun() {
        return new Kept(octets, copies, underway + 1);
    }

    /** @param done false: it has failed, or nobody knows; it is still to come */
    Kept ended(boolean done) {
        return new Kept(octets, done ? Math.max(0, copies - 1) : copies, underway - 1);
    }

    /** Whether nothing needs to be remembered. */
    boolean over() {
        return copies == 0 && underway == 0;
    }
}
