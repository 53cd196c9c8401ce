package org.posthouse.lib.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Which messages came and went lately; never changed. What lies before its floor is forgotten. Flags need no history: each message has its
 * modseq. A step takes 16 octets, and 8 for each UID that went.
 */
public final class History {
    private static final int MOST_STEPS = 1_024;
    private static final int MOST_EXPUNGED = 65_536;
    private static final int FIRST = 4;

    /** Messages that went in one commit, newest first. */
    private record Gone(long modSeq, long[] uids, Optional<Gone> older) {}

    private final long floor;
    private final Steps steps;
    private final int count;
    private final Optional<Gone> gone;
    private final int expunged;

    /** Modseq of each step, and UIDNEXT before it. Versions of a history share them; each knows how many are its own. */
    private static final class Steps {
        private final long[] numbers;
        private int used;

        Steps(int room) {
            numbers = new long[2 * room];
        }

        /** With one more behind so many; these same ones, if nobody has added to them after that and there is room. */
        synchronized Steps plus(int count, long modSeq, long uidNextBefore) {
            if (used == count && 2 * count < numbers.length) {
                numbers[2 * used] = modSeq;
                numbers[2 * used + 1] = uidNextBefore;
                used++;
                return this;
            }
            return from(0, count, Math.max(FIRST, 2 * count)).plus(count, modSeq, uidNextBefore);
        }

        synchronized Steps from(int first, int end, int room) {
            Steps copy = new Steps(room);
            System.arraycopy(numbers, 2 * first, copy.numbers, 0, 2 * (end - first));
            copy.used = end - first;
            return copy;
        }

        synchronized long modSeq(int at) {
            return numbers[2 * at];
        }

        synchronized long uidNextBefore(int at) {
            return numbers[2 * at + 1];
        }
    }

    private History(long floor, Steps steps, int count, Optional<Gone> gone, int expunged) {
        this.floor = floor;
        this.steps = steps;
        this.count = count;
        this.gone = gone;
        this.expunged = expunged;
    }

    /** Knows of nothing up to this modseq. */
    public static History from(long modSeq) {
        return new History(modSeq, new Steps(0), 0, Optional.empty(), 0);
    }

    public History plus(long modSeq, long uidNextBefore, long[] uids) {
        if (count >= MOST_STEPS || expunged + uids.length > MOST_EXPUNGED) {
            return younger().with(modSeq, uidNextBefore, uids);
        }
        return with(modSeq, uidNextBefore, uids);
    }

    private History with(long modSeq, long uidNextBefore, long[] uids) {
        Optional<Gone> all = uids.length == 0 ? gone : Optional.of(new Gone(modSeq, uids, gone));
        return new History(floor, steps.plus(count, modSeq, uidNextBefore), count + 1, all, expunged + uids.length);
    }

    /** The newer half; nothing at all if that is mostly one large step. */
    private History younger() {
        if (count == 0) {
            return this;
        }
        int first = count - count / 2;
        long newFloor = steps.modSeq(first - 1);
        List<Gone> kept = new ArrayList<>();
        int weight = 0;
        for (Optional<Gone> at = gone;
                isAfter(at, newFloor);
                at = at.orElseThrow().older()) {
            kept.add(at.orElseThrow());
            weight += at.orElseThrow().uids().length;
        }
        if (weight > MOST_EXPUNGED / 2) {
            return from(steps.modSeq(count - 1));
        }
        Optional<Gone> chain = Optional.empty();
        for (int i = kept.size() - 1; i >= 0; i--) {
            chain = Optional.of(new Gone(kept.get(i).modSeq(), kept.get(i).uids(), chain));
        }
        return new History(newFloor, steps.from(first, count, count), count - first, chain, weight);
    }

    /** Whether everything after this modseq is known. */
    public boolean reaches(long seen) {
        return seen >= floor;
    }

    /** UIDNEXT as it was at this modseq, given what it is now. */
    public long uidNextAt(long seen, long now) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (steps.modSeq(middle) > seen) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < count ? steps.uidNextBefore(low) : now;
    }

    /** UIDs below the limit that went after this modseq, ascending. */
    public long[] expungedAfter(long seen, long limit) {
        LongStream.Builder found = LongStream.builder();
        for (Optional<Gone> at = gone; isAfter(at, seen); at = at.orElseThrow().older()) {
            for (long uid : at.orElseThrow().uids()) {
                if (uid < limit) {
                    found.add(uid);
                }
            }
        }
        return found.build().sorted().toArray();
    }

    private static boolean isAfter(Optional<Gone> step, long seen) {
        return step.isPresent() && step.get().modSeq() > seen;
    }
}
