package org.posthouse.bench.work;

import java.time.Duration;
import java.util.List;

/**
 * How long everything is made to last.
 *
 * @param warm messages before anything is measured
 * @param time of one run
 * @param rounds runs of each kind at each server
 * @param sessions at a time
 * @param messages in the mailbox that is read
 * @param idle connections that wait
 * @param minutes of mail without a pause
 * @param stored messages up to which a store grows
 * @param rate messages that are offered a second; 0: as many as are taken
 */
public record Length(
        int warm,
        Duration time,
        int rounds,
        List<Integer> sessions,
        int messages,
        int idle,
        int minutes,
        int stored,
        int rate) {
    /** For figures that are kept: all workloads at all peers within an hour. */
    public static final Length FULL =
            new Length(20_000, Duration.ofSeconds(30), 3, List.of(16), 10_000, 2000, 10, 1_000_000, 0);
    /** All workloads at all peers within three minutes. */
    public static final Length QUICK =
            new Length(1000, Duration.ofMillis(1500), 2, List.of(16), 2000, 200, 1, 10_000, 0);

    public Length {
        sessions = List.copyOf(sessions);
        if (warm < 0
                || rounds < 1
                || sessions.isEmpty()
                || messages < 1
                || idle < 1
                || minutes < 0
                || stored < 0
                || rate < 0) {
            throw new IllegalArgumentException("nothing would be measured");
        }
    }

    public Length withRounds(int wanted) {
        return new Length(warm, time, wanted, sessions, messages, idle, minutes, stored, rate);
    }

    public Length withSessions(List<Integer> wanted) {
        return new Length(warm, time, rounds, wanted, messages, idle, minutes, stored, rate);
    }

    public Length withTime(Duration wanted) {
        return new Length(warm, wanted, rounds, sessions, messages, idle, minutes, stored, rate);
    }

    public Length withMinutes(int wanted) {
        return new Length(warm, time, rounds, sessions, messages, idle, wanted, stored, rate);
    }

    public Length withStored(int wanted) {
        return new Length(warm, time, rounds, sessions, messages, idle, minutes, wanted, rate);
    }

    public Length withRate(int wanted) {
        return new Length(warm, time, rounds, sessions, messages, idle, minutes, stored, wanted);
    }

    /** The same work for a part of the time. */
    Length shortened(int divisor) {
        return withTime(time.dividedBy(divisor));
    }
}
