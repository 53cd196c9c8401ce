package org.posthouse.lib.segments;

/** Where a record lies: its segment, its offset in it, and the octets it takes there. */
public record Place(Segment segment, int offset, int span) {}
