package org.posthouse.lib.store;

import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Which messages came and went lately, newest step first; never changed. What lies before its floor is forgotten. Flags need no
 * history: each message has its modseq.
 */
public final class History {
    private static final int MOST_STEPS = 1_024;
    private static final int MOST_EXPUNGED = 65_536;

    /** One commit's coming and going in the mailbox. */
    private record Step(long modSeq, long uidNextBefore, long[] expunged, Optional<Step> older) {}

    private final long floor;
    private final Optional<Step> newest;
    private final int steps;
    private final int expunged;

    private History(long floor, Optional<Step> newest, int steps, int expunged) {
        this.floor = floor;
        this.newest = newest;
        this.steps = steps;
        this.expunged = expunged;
    }

    /** Knows of nothing up to this modseq. */
    public static History from(long modSeq) {
        return new History(modSeq, Optional.empty(), 0, 0);
    }

    public History plus(long modSeq, long uidNextBefore, long[] gone) {
        if (steps >= MOST_STEPS || expunged + gone.length > MOST_EXPUNGED) {
            return younger().with(modSeq, uidNextBefore, gone);
        }
        return with(modSeq, uidNextBefore, gone);
    }

    private History with(long modSeq, long uidNextBefore, long[] gone) {
        Step step = new Step(modSeq, uidNextBefore, gone, newest);
        return new History(floor, Optional.of(step), steps + 1, expunged + gone.length);
    }

    /** The newer half; nothing at all if that is mostly one large step. */
    private History younger() {
        Step[] kept = new Step[steps / 2];
        Optional<Step> next = newest;
        int weight = 0;
        for (int i = 0; i < kept.length; i++) {
            Step step = next.orElseThrow();
            kept[i] = step;
            weight += step.expunged().length;
            next = step.older();
        }
        long newFloor = next.or(() -> newest).map(Step::modSeq).orElse(floor);
        if (weight > MOST_EXPUNGED / 2) {
            return from(newest.map(Step::modSeq).orElse(floor));
        }
        History history = from(newFloor);
        for (int i = kept.length - 1; i >= 0; i--) {
            history = history.with(kept[i].modSeq(), kept[i].uidNextBefore(), kept[i].expunged());
        }
        return history;
    }

    /** Whether everything after this modseq is known. */
    public boolean reaches(long seen) {
        return seen >= floor;
    }

    /** UIDNEXT as it was at this modseq, given what it is now. */
    public long uidNextAt(long seen, long now) {
        long then = now;
        for (Optional<Step> at = newest;
                isAfter(at, seen);
                at = at.orElseThrow().older()) {
            then = at.orElseThrow().uidNextBefore();
        }
        return then;
    }

    /** UIDs below the limit that went after this modseq, ascending. */
    public long[] expungedAfter(long seen, long limit) {
        LongStream.Builder gone = LongStream.builder();
        for (Optional<Step> at = newest;
                isAfter(at, seen);
                at = at.orElseThrow().older()) {
            for (long uid : at.orElseThrow().expunged()) {
                if (uid < limit) {
                    gone.add(uid);
                }
            }
        }
        return gone.build().sorted().toArray();
    }

    private static boolean isAfter(Optional<Step> step, long seen) {
        return step.isPresent() && step.get().modSeq() > seen;
    }
}
