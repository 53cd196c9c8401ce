package org.posthouse.api.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * The most that a figure was lately, so that who looks once a minute misses nothing that was over sooner. Remembers two minutes, to five
 * seconds. Safe for all threads, and cheap.
 */
public final class Peak {
    /** How far it looks back. */
    public static final Duration MEMORY = Duration.ofMinutes(2);

    private static final long PIECE = 5_000;
    private static final int PIECES = (int) (MEMORY.toMillis() / PIECE) + 1;

    /** Of each piece of time its number, and the most in it. */
    private final long[] numbers = new long[PIECES];

    private final long[] most = new long[PIECES];

    /** The figure was this much. */
    public synchronized void reached(Instant when, long value) {
        long number = number(when);
        int place = (int) Math.floorMod(number, (long) PIECES);
        if (numbers[place] != number) {
            numbers[place] = number;
            most[place] = value;
        } else if (value > most[place]) {
            most[place] = value;
        }
    }

    /** The most from then on; empty if it was told nothing since. */
    public synchronized OptionalLong since(Instant begin) {
        long first = number(begin);
        OptionalLong found = OptionalLong.empty();
        for (int i = 0; i < PIECES; i++) {
            if (numbers[i] > 0 && numbers[i] >= first && (found.isEmpty() || most[i] > found.getAsLong())) {
                found = OptionalLong.of(most[i]);
            }
        }
        return found;
    }

    private static long number(Instant when) {
        return Math.floorDiv(when.toEpochMilli(), PIECE);
    }
}
