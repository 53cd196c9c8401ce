package org.posthouse.core.net;

import java.time.Duration;
import java.util.function.Supplier;
import org.posthouse.spi.protocol.Want;

/** When a connection has waited long enough: for the client's next words, for the client to read, for somebody to serve it. */
final class Deadlines {
    private static final long PROGRESS = 1 << 16;
    private static final long NONE = Alarm.NEVER;
    private static final long LONGEST = Duration.ofDays(30).toSeconds();

    private final Supplier<NetSettings> settings;
    private long patience = NONE;
    private long patienceFrom;
    private boolean turnHeld;
    private long reader = NONE;
    private long readerFrom;
    private long seat = NONE;
    private long linger = NONE;

    Deadlines(Supplier<NetSettings> settings) {
        this.settings = settings;
    }

    /** A new wish: its time begins when the client has its turn. */
    void wished() {
        patience = NONE;
        patienceFrom = 0;
        turnHeld = false;
    }

    /**
     * The client has its turn, after a long answer not before it has read it. For large input the time begins anew with every 64 KiB.
     *
     * @param taken octets of the input that have come
     */
    void turn(Want want, long taken, Outlet out, long now) {
        turnHeld = !(want instanceof Want.Drained) && out.pending() > 0 && (turnHeld || out.more());
        if (!turnHeld && (patience == NONE || taken - patienceFrom >= PROGRESS)) {
            patienceFrom = taken;
            patience = patience(want) == NONE ? NONE : after(now, patience(want));
        }
    }

    /** Whether the client's turn waits for its having read. */
    boolean turnHeld() {
        return turnHeld;
    }

    /** Whether patience has ended, once; but not while the client is still reading: then it begins anew afterwards. */
    boolean timedOut(long pending, long now) {
        if (!past(patience, now)) {
            return false;
        }
        wished();
        turnHeld = pending > 0;
        return !turnHeld;
    }

    /** Looks at what the client has read: {@code taken} octets in all, {@code pending} are left. */
    void reading(long taken, long pending, long now) {
        if (pending == 0) {
            reader = NONE;
        } else if (reader == NONE || taken - readerFrom >= PROGRESS) {
            readerFrom = taken;
            reader = after(now, settings.get().write().toNanos());
        }
    }

    /**
     * While nobody looked the client may have read much: its time begins anew then.
     *
     * @param drains whether this is what is waited for
     */
    void look(long taken, boolean drains, long now) {
        if (reader != NONE && taken - readerFrom >= PROGRESS) {
            readerFrom = taken;
            reader = after(now, settings.get().write().toNanos());
            patience = drains ? NONE : patience;
        }
    }

    void waitForSeat(long now) {
        if (seat == NONE) {
            seat = after(now, settings.get().seat().toNanos());
        }
    }

    void seated() {
        seat = NONE;
    }

    void waitForEnd(long now) {
        linger = after(now, settings.get().linger().toNanos());
    }

    boolean readerTooSlow(long now) {
        return past(reader, now);
    }

    boolean seatTooLate(long now) {
        return past(seat, now);
    }

    boolean lingered(long now) {
        return past(linger, now);
    }

    /** The client has read all there was. */
    void caughtUp() {
        reader = NONE;
    }

    /** The next of them, or {@link Alarm#NEVER}. */
    long next(boolean talking) {
        long first = NONE;
        for (long deadline : new long[] {talking ? patience : NONE, reader, seat, linger}) {
            if (deadline != NONE && (first == NONE || deadline - first < 0)) {
                first = deadline;
            }
        }
        return first;
    }

    private static long patience(Want want) {
        Duration patience = Duration.ZERO;
        if (want instanceof Want.Line line) {
            patience = line.patience();
        } else if (want instanceof Want.LineOrWake line) {
            patience = line.patience();
        } else if (want instanceof Want.Bytes bytes) {
            patience = bytes.patience();
        } else if (want instanceof Want.DotText text) {
            patience = text.patience();
        } else if (want instanceof Want.Drained drained) {
            patience = drained.patience();
        } else {
            return NONE;
        }
        return Math.min(patience.toSeconds(), LONGEST) == LONGEST ? LONGEST * 1_000_000_000 : patience.toNanos();
    }

    private static long after(long now, long nanos) {
        long due = now + nanos;
        return due == NONE ? due - 1 : due;
    }

    private static boolean past(long deadline, long now) {
        return deadline != NONE && deadline - now <= 0;
    }
}
