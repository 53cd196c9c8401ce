package org.posthouse.store.log;

/**
 * Where something lies, as one number: the segment and the offset in it, or, below zero, a file of its own. A record that was written
 * later in its shard has the higher number.
 */
final class Positions {
    private static final long OVERLAY = 1L << (Integer.SIZE - 1);

    private Positions() {}

    static long of(long segment, int offset) {
        return segment << Integer.SIZE | offset;
    }

    static long segment(long position) {
        return position >>> Integer.SIZE;
    }

    static int offset(long position) {
        return (int) (position & ~OVERLAY);
    }

    /** Marks that an {@link Overlay} lies there: offsets are below half of what fits. */
    static long ofOverlay(long position) {
        return position | OVERLAY;
    }

    static boolean isOverlay(long position) {
        return position >= 0 && (position & OVERLAY) != 0;
    }

    /** The segment of a position, or, below zero, its file. */
    static long lean(long position) {
        return inFile(position) ? position : segment(position);
    }

    static boolean inFile(long position) {
        return position < 0;
    }

    /** The number of the file, which is above zero. */
    static long file(long position) {
        return -position;
    }

    static long ofFile(long number) {
        return -number;
    }
}
