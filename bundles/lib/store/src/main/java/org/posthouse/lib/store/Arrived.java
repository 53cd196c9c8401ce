package org.posthouse.lib.store;

/** A content that is on disk and may get a row; received in milliseconds of the epoch. */
public record Arrived(long content, long size, long received) {}
