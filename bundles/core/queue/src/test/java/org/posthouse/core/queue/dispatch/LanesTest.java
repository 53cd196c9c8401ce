package org.posthouse.core.queue.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.tck.queue.QueueHouse;

class LanesTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int REMOTE = 8;
    private static final int NOT_KEPT = 6;
    private static final DispatchSettings SETTINGS = new DispatchSettings(
            4,
            REMOTE,
            3,
            Duration.ofMinutes(1),
            Duration.ofMinutes(15),
            Duration.ZERO,
            new Schedule(Duration.ofMinutes(1), 2, Duration.ofHours(4), Duration.ofDays(5), OptionalInt.empty()),
            Duration.ZERO,
            0,
            QueueHouse.address("postmaster@here.example"),
            "mx.here.example");

    private final Lanes lanes = new Lanes(() -> SETTINGS);
    private long now;

    /** A job of an attempt of its own. */
    private static final class Job implements Lane.Job {
        @Override
        public Object attempt() {
            return this;
        }

        @Override
        public Item item() {
            throw new AssertionError("nobody asks for the mail");
        }
    }

    private void add(String destination, int count) {
        for (int i = 0; i < count; i++) {
            lanes.add(destination, new Job());
        }
    }

    private void addOneEach(String kind, int places) {
        for (int i = 0; i < places; i++) {
            add("domain " + kind + i + ".example", 1);
        }
    }

    /** Begins what may begin. */
    private List<Lanes.Turn> begin() {
        List<Lanes.Turn> begun = new ArrayList<>();
        for (Optional<Lanes.Turn> next = lanes.next(now); next.isPresent(); next = lanes.next(now)) {
            begun.add(next.get());
        }
        return begun;
    }

    private static List<String> places(List<Lanes.Turn> turns) {
        return turns.stream().map(turn -> turn.lane().destination()).toList();
    }

    /** They have been tried, and were quick. */
    private void prove(String kind, int places) {
        addOneEach(kind, places);
        for (List<Lanes.Turn> turns = begin(); !turns.isEmpty(); turns = begin()) {
            turns.forEach(turn -> lanes.ended(turn, now));
        }
    }

    private static boolean good(String place) {
        return place.startsWith("domain good");
    }

    @Test
    void oneDestinationGetsNoMoreThanItsShare() {
        add("domain a.example", 20);
        add("domain b.example", 1);
        assertThat(places(begin()))
                .containsExactlyInAnyOrder(
                        "domain a.example", "domain a.example", "domain a.example", "domain b.example");
    }

    @Test
    void whatHangsOutsideHoldsUpNothingWithin() {
        addOneEach("tarpit", 20);
        assertThat(begin()).hasSize(NOT_KEPT);
        add("account kate", 1);
        add(Lanes.ROUTING, 1);
        assertThat(places(begin())).containsExactlyInAnyOrder("account kate", Lanes.ROUTING);
    }

    @Test
    void aPlaceWhereSomethingHangsGetsNothingMore() {
        add("domain a.example", 1);
        assertThat(begin()).hasSize(1);
        now += 3 * SECOND;
        add("domain a.example", 5);
        assertThat(begin()).isEmpty();
    }

    @Test
    void placesThatWereSlowGetHalfOfTheWorkersNextTime() {
        prove("good", REMOTE);
        addOneEach("tarpit", NOT_KEPT);
        List<Lanes.Turn> first = begin();
        now += 60 * SECOND;
        first.forEach(turn -> lanes.ended(turn, now));
        addOneEach("tarpit", NOT_KEPT);
        List<Lanes.Turn> second = begin();
        assertThat(second).hasSize(REMOTE / 2);
        addOneEach("good", REMOTE);
        assertThat(places(begin())).hasSize(REMOTE / 2).allMatch(LanesTest::good);
        now += SECOND;
        second.forEach(turn -> lanes.ended(turn, now));
        assertThat(places(begin()))
                .as("the good ones first")
                .hasSize(REMOTE / 2)
                .allMatch(LanesTest::good);
    }

    @Test
    void placesNeverSeenLeaveAQuarterToThoseKnownToBeQuick() {
        prove("good", 1);
        addOneEach("tarpit", 100);
        List<Lanes.Turn> hanging = begin();
        assertThat(hanging).hasSize(NOT_KEPT);
        now += 10 * SECOND;
        add("domain good0.example", 5);
        assertThat(places(begin())).hasSize(REMOTE - NOT_KEPT).containsOnly("domain good0.example");
        addOneEach("slow", 1);
        assertThat(begin()).isEmpty();
        hanging.forEach(turn -> lanes.ended(turn, now));
        assertThat(begin()).as("others get their turn").isNotEmpty();
    }
}
