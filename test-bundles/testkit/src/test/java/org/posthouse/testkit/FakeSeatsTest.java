package org.posthouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.posthouse.api.plugin.GoneException;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.SeatRow;

class FakeSeatsTest {
    private final FakeSeats seats = new FakeSeats();

    @Test
    void aRowHoldsSeatsOfItsKindByRanking() {
        SeatRow<String> row = seats.open(String.class, seat -> {});
        seats.fill(String.class, "b", "1", "bee", Map.of());
        seats.fill(String.class, "a", "1", "ay", Map.of("kind", new String[] {"x", "y"}));
        seats.fill(String.class, "c", "1", "sea", Map.of("service.ranking", 5));
        seats.fill(Integer.class, "d", "1", 4, Map.of());
        assertThat(row.seats()).extracting(seat -> seat.plugin()).containsExactly("c", "a", "b");
        assertThat(row.where("kind", "y"))
                .get()
                .extracting(seat -> seat.plugin())
                .isEqualTo("a");
    }

    @Test
    void aReplacedVersionServesItsPinsUntilItsGateIsShut() throws Exception {
        List<String> told = new ArrayList<>();
        SeatRow<String> row = seats.open(String.class, seat -> told.add(seat.plugin()));
        seats.fill(String.class, "a", "1", "old", Map.of());
        Occupant<String> pin = row.seats().get(0).current().orElseThrow();
        pin.whenLeaving(() -> told.add("leaving"));
        seats.fill(String.class, "a", "2", "new", Map.of());
        assertThat(told).containsExactly("a", "leaving", "a");
        assertThat(pin.leaving()).isTrue();
        assertThat(pin.<String, RuntimeException>call(service -> service)).isEqualTo("old");
        seats.shutGates();
        assertThatThrownBy(() -> pin.call(service -> service)).isInstanceOf(GoneException.class);
        assertThat(row.seats().get(0).current().orElseThrow().version()).isEqualTo("2");
    }

    @Test
    void whoPinsAnEmptySeatThatIsExpectedWaits() throws Exception {
        SeatRow<String> row = seats.open(String.class, seat -> {});
        seats.fill(String.class, "a", "1", "old", Map.of());
        seats.empty("a");
        assertThat(row.seats().get(0).pin(Duration.ofMillis(1))).isEmpty();
        CompletableFuture<String> version = CompletableFuture.supplyAsync(() ->
                row.seats().get(0).pin(Duration.ofSeconds(10)).orElseThrow().version());
        seats.fill(String.class, "a", "2", "new", Map.of());
        assertThat(version.get(120, TimeUnit.SECONDS)).isEqualTo("2");
        seats.empty("a");
        seats.expect("a", false);
        assertThat(row.seats().get(0).pin(Duration.ofMinutes(10))).isEmpty();
    }
}
