package org.posthouse.store.log;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.CareReport;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Round;

/** Has a shard's keeper empty every segment in which something is not wanted any more, at his pace. For one thread. */
final class Squeeze {
    /** A segment of which more is wanted is not worth being copied. */
    private static final double DENSE = 0.9;

    private final Shard shard;
    private final Round round;

    Squeeze(Shard shard, Round round) {
        this.shard = shard;
        this.round = round;
    }

    void run() throws MailException, Round.EndedException {
        List<Segment> before = shard.log().segments();
        round.begin(before.size(), "segments of shard " + shard.folder().getFileName() + " looked at");
        Set<Long> seen = Set.of();
        Set<Long> there = numbers();
        // Until a turn of the keeper changes nothing; what he writes himself is new and dense.
        while (!there.equals(seen)) {
            seen = there;
            try {
                shard.keeper().round(DENSE);
            } catch (IOException failure) {
                throw Failures.notNow(failure);
            }
            there = numbers();
            round.reach(gone(before));
        }
        long octets = 0;
        for (Segment segment : before) {
            octets += there.contains(segment.number()) ? 0 : segment.size();
        }
        for (Segment segment : shard.log().segments()) {
            octets -= before.contains(segment) ? 0 : segment.size();
        }
        // A new segment may be larger than what was in it before.
        round.count(new CareReport(gone(before), Math.max(0, octets)));
    }

    private long gone(List<Segment> before) {
        Set<Long> there = numbers();
        return before.stream()
                .filter(segment -> !there.contains(segment.number()))
                .count();
    }

    private Set<Long> numbers() {
        return shard.log().segments().stream().map(Segment::number).collect(Collectors.toSet());
    }
}
