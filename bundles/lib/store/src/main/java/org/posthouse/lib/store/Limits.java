package org.posthouse.lib.store;

/** How long in characters what a store is told may be. */
public final class Limits {
    public static final int LONGEST_ID = 200;
    public static final int LONGEST_NAME = 1_000;
    public static final int LONGEST_FLAGS = 2_000;

    private Limits() {}
}
