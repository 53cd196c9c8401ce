package org.posthouse.lib.segments;

/** A record as it lies in its segment: what it says, and where its content begins within the file. */
public record Stored(byte[] meta, long contentOffset, int contentLength, int contentCrc) {}
