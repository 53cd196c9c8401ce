package org.posthouse.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.plugin.SeatRow;
import org.posthouse.api.plugin.Seats;

/**
 * Seats that a test fills, empties and fills anew. Best ranking (property {@code service.ranking}) first, then by name. A version
 * that leaves keeps its gate open until {@link #shutGates}, so that a test decides when pins are too late.
 */
public final class FakeSeats implements Seats {
    private final List<FakeSeat<?>> seats = new CopyOnWriteArrayList<>();
    private final List<Row<?>> rows = new CopyOnWriteArrayList<>();

    /** Seats this version; what sat there before begins to leave. The component is named like the plug-in. */
    public <S> void fill(Class<S> type, String plugin, String version, S service, Map<String, Object> properties) {
        fill(type, plugin, plugin, version, service, properties);
    }

    /** Seats this version; what sat there before begins to leave. */
    public <S> void fill(
            Class<S> type, String plugin, String component, String version, S service, Map<String, Object> properties) {
        FakeSeat<S> seat = seat(type, plugin, component);
        seat.fill(new FakeOccupant<>(plugin, version, service), properties);
        tell(seat);
    }

    /** The version leaves and none follows yet. */
    public void empty(String plugin) {
        of(plugin).forEach(seat -> {
            seat.empty();
            tell(seat);
        });
    }

    /** As when an administrator has switched it off (nobody waits) or on again. */
    public void expect(String plugin, boolean expected) {
        of(plugin).forEach(seat -> {
            seat.expect(expected);
            tell(seat);
        });
    }

    /** Takes the seat away for good. */
    public void remove(String plugin) {
        of(plugin).forEach(seat -> {
            seat.expect(false);
            seat.empty();
            seats.remove(seat);
            tell(seat);
        });
    }

    /** Whoever is leaving has gone: its gate is closed, pins or not. */
    public void shutGates() {
        seats.forEach(FakeSeat::shutGates);
    }

    /** How many pins hold versions of this plug-in. */
    public int pins(String plugin) {
        return of(plugin).stream().mapToInt(FakeSeat::pins).sum();
    }

    /** How many rows are open. */
    public int rows() {
        return rows.size();
    }

    @Override
    public <S> SeatRow<S> open(Class<S> type, Consumer<Seat<S>> changed) {
        Row<S> row = new Row<>(type, changed);
        rows.add(row);
        return row;
    }

    private List<FakeSeat<?>> of(String plugin) {
        return seats.stream().filter(seat -> seat.plugin().equals(plugin)).toList();
    }

    private synchronized <S> FakeSeat<S> seat(Class<S> type, String plugin, String component) {
        for (FakeSeat<?> seat : seats) {
            if (seat.plugin().equals(plugin) && seat.component().equals(component)) {
                return seat.as(type).orElseThrow(() -> new IllegalArgumentException("a seat of another kind"));
            }
        }
        FakeSeat<S> seat = new FakeSeat<>(type, plugin, component);
        seats.add(seat);
        return seat;
    }

    private void tell(FakeSeat<?> seat) {
        rows.forEach(row -> row.tell(seat));
    }

    /** An open row. */
    private final class Row<S> implements SeatRow<S> {
        private final Class<S> type;
        private final Consumer<Seat<S>> changed;

        Row(Class<S> type, Consumer<Seat<S>> changed) {
            this.type = type;
            this.changed = changed;
        }

        void tell(FakeSeat<?> seat) {
            seat.as(type).ifPresent(changed);
        }

        @Override
        public List<Seat<S>> seats() {
            List<Seat<S>> mine = new ArrayList<>();
            seats.forEach(seat -> seat.as(type).ifPresent(mine::add));
            mine.sort(Comparator.comparing((Seat<S> seat) -> -ranking(seat))
                    .thenComparing(Seat::plugin)
                    .thenComparing(Seat::component));
            return List.copyOf(mine);
        }

        @Override
        public Optional<Seat<S>> where(String property, String value) {
            return seats().stream()
                    .filter(seat -> has(seat.properties().get(property), value))
                    .findFirst();
        }

        @Override
        public void close() {
            rows.remove(this);
        }

        private int ranking(Seat<S> seat) {
            return seat.properties().get("service.ranking") instanceof Integer ranking ? ranking : 0;
        }

        private boolean has(Object property, String value) {
            return property instanceof String[] several ? List.of(several).contains(value) : value.equals(property);
        }
    }
}
