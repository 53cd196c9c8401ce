package org.posthouse.core.queue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Queue ids: nine digits of time in milliseconds, four of a count, to the base 32, so that they sort as they were made. The count
 * begins anywhere, so that a clock set back over a restart does not make an id twice.
 */
public final class QueueIds {
    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int COUNT_BITS = 20;
    private static final int LENGTH = 13;

    private final Clock clock;
    private final RandomGenerator random;
    private long last;

    QueueIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** One that is always the same for the same words, and differs from all others. */
    public static String derived(String words) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
            return print(ByteBuffer.wrap(hash).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A new one, greater than all before. */
    synchronized String next() {
        long now = clock.millis() << COUNT_BITS;
        last = Math.max(last + 1, now + (now > last ? random.nextInt(1 << (COUNT_BITS - 1)) : 0));
        return print(last);
    }

    private static String print(long number) {
        char[] id = new char[LENGTH];
        long rest = number;
        for (int i = LENGTH - 1; i >= 0; i--) {
            id[i] = DIGITS[(int) (rest & 31)];
            rest >>>= 5;
        }
        return new String(id);
    }
}
