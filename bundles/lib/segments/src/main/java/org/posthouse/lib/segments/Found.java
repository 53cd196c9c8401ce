package org.posthouse.lib.segments;

/** A record that was found when a log was opened. */
public record Found(int type, long lsn, Place place, byte[] meta) {}
