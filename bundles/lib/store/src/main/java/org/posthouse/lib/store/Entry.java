package org.posthouse.lib.store;

/** What the index knows of one message; received in milliseconds of the epoch, flags by their number in {@link FlagTable}. */
public record Entry(long uid, long modSeq, long size, long received, int flags, long content) {}
