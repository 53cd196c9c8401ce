package org.posthouse.lib.segments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.posthouse.lib.segments.SegmentScan.Row;

/** How far a log is known to have been safe: what cannot be read before that is damage, and behind it a tail that was torn. */
final class Bounds {
    private Bounds() {}

    /**
     * For each segment, up to where it or the ones after it know the log to have been safe. What came after one while that was missed knows
     * nothing of it.
     *
     * @param from segments below this number are not read, but for the last
     */
    static List<OptionalLong> of(List<Segment> segments, Set<Long> missed, long from) throws IOException {
        List<OptionalLong> bounds = new ArrayList<>();
        OptionalLong bound = OptionalLong.empty();
        for (int i = segments.size() - 1; i >= 0; i--) {
            long number = segments.get(i).number();
            long next = i == segments.size() - 1 ? 0 : segments.get(i + 1).number();
            if (number >= from && missed.stream().anyMatch(gone -> gone > number && gone < next)) {
                // What the later one knows is of the missing one, and this one will be read.
                bound = OptionalLong.empty();
            }
            OptionalLong noted = segments.get(i).range().end();
            OptionalLong told = missed.contains(segments.get(i).number()) ? OptionalLong.empty() : bound;
            bounds.add(0, noted.isPresent() ? noted : told);
            try (SegmentScan scan = SegmentScan.ofFirst(segments.get(i))) {
                Optional<Row> first = scan.first();
                bound = first.isPresent() ? OptionalLong.of(first.get().head().forced()) : bound;
            }
        }
        return bounds;
    }
}
