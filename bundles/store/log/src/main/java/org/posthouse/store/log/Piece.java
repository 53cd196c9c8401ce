package org.posthouse.store.log;

/** A part of a mailbox's columns, twice. */
sealed interface Piece {
    /** Where it is; when it has been written. */
    long position();

    /** Where its second copy is. */
    long twin();

    Cut cut();

    /** One that was written before, and stays. */
    record Lasting(long position, long twin, Cut cut) implements Piece {}

    /** One that is to be written. */
    record Fresh(Part part, Part again, Cut cut) implements Piece {
        @Override
        public long position() {
            return part.position();
        }

        @Override
        public long twin() {
            return again.position();
        }
    }
}
