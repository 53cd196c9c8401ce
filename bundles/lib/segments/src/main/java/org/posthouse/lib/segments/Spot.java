package org.posthouse.lib.segments;

/** Where the next record will begin: the number of the segment, and the offset in it. */
public record Spot(long segment, int offset) {
    /** Where its content will begin if it is drafted, and so comes first. */
    public int contentOffset() {
        return offset + Head.SIZE;
    }
}
