package org.posthouse.store.jdbc;

/** A content that is on disk and may get a row; received in milliseconds of the epoch. */
record Arrived(long content, long size, long received) {}
