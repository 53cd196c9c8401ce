package org.posthouse.core.pipeline;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.api.plugin.Seats;
import org.posthouse.spi.filter.Filter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The filters' seats in the order in which they judge; found anew when one has changed. */
final class FilterRow implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FilterRow.class);

    private final SeatRow<Filter> row;
    private final AtomicLong changes = new AtomicLong();
    private final Supplier<List<String>> named;
    private volatile Ordered known = new Ordered(-1, List.of(), List.of());

    /** The order as it was after so many changes, with these named first. */
    private record Ordered(long changes, List<String> named, List<Seat<Filter>> seats) {}

    /**
     * @param named plug-ins that come first, as they are named now
     * @param changed told of each seat that has changed; be brief
     */
    FilterRow(Seats seats, Supplier<List<String>> named, Consumer<Seat<Filter>> changed) {
        this.named = named;
        row = seats.open(Filter.class, seat -> {
            changes.incrementAndGet();
            changed.accept(seat);
        });
    }

    /** Those who judge, or would if they were not away just now. */
    List<Seat<Filter>> seats() {
        return ordered().stream()
                .filter(seat -> seat.filled() || seat.expected())
                .toList();
    }

    /** Symbolic names of all there are, also of those who are switched off. */
    List<String> plugins() {
        return ordered().stream().map(Seat::plugin).toList();
    }

    private List<Seat<Filter>> ordered() {
        long now = changes.get();
        List<String> first = named.get();
        Ordered last = known;
        if (last.changes == now && last.named.equals(first)) {
            return last.seats;
        }
        FilterOrder order = FilterOrder.of(row.seats(), first);
        if (!order.circles().isEmpty()) {
            LOG.warn("filters need each other's findings and are ordered by ranking: {}", order.circles());
        }
        known = new Ordered(now, first, order.seats());
        return order.seats();
    }

    /** Whether the filter in this seat judges at this stage. */
    static boolean judges(Seat<Filter> seat, Stage stage) {
        Object stages = seat.properties().get(Filter.STAGES);
        if (stages instanceof String[] several) {
            // Asked several times of each mail: no set is made.
            for (String each : several) {
                if (each.equals(stage.method())) {
                    return true;
                }
            }
            return false;
        }
        return stages == null || FilterOrder.words(stages).contains(stage.method());
    }

    @Override
    public void close() {
        row.close();
    }
}
