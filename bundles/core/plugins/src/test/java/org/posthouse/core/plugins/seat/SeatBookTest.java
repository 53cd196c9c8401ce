package org.posthouse.core.plugins.seat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeatBookTest {
    private static final SeatName ACCESS = new SeatName("filter", "org.example.access", "org.example.access");
    private static final SeatName STAMP = new SeatName("filter", "org.example.stamp", "a name\twith\nodd signs");

    @TempDir
    Path folder;

    private SeatBook open(Duration vacancy) {
        return new SeatBook(folder.resolve("plugins/seats"), vacancy);
    }

    @Test
    void seatsAndTheirRolePropertiesAreKnownAfterARestart() {
        SeatBook before = open(Duration.ofMinutes(1));
        before.note(
                ACCESS,
                Map.of(
                        "posthouse.onAbsence",
                        "defer",
                        "posthouse.stages",
                        new String[] {"connect", "message\n"},
                        "service.ranking",
                        -5,
                        "service.id",
                        77L));
        before.note(STAMP, Map.of());
        before.turn("org.example.stamp", false);
        before.close();

        SeatBook after = open(Duration.ofMinutes(1));
        Map<String, Object> properties = after.seats("filter").get(ACCESS);
        assertThat(properties)
                .containsOnlyKeys("posthouse.onAbsence", "posthouse.stages", "service.ranking")
                .containsEntry("posthouse.onAbsence", "defer")
                .containsEntry("service.ranking", -5);
        assertThat((Object[]) properties.get("posthouse.stages")).containsExactly("connect", "message\n");
        assertThat(after.expected(ACCESS)).isTrue();
        assertThat(after.off("org.example.stamp")).isTrue();
        assertThat(after.expected(STAMP)).isFalse();
        after.close();
    }

    @Test
    void itIsSettledWhenThoseFromLastTimeHaveComeOrAreOff() {
        SeatBook first = open(Duration.ofMinutes(1));
        assertThat(first.settled()).isTrue();
        first.note(ACCESS, Map.of());
        first.note(STAMP, Map.of());
        first.close();

        SeatBook after = open(Duration.ofMinutes(1));
        assertThat(after.settled()).isFalse();
        after.note(ACCESS, Map.of());
        assertThat(after.settled()).isFalse();
        after.turn(STAMP.plugin(), false);
        assertThat(after.settled()).isTrue();
        after.close();
    }

    @Test
    void itIsSettledWhenTheAbsentHaveBeenGivenUp() {
        SeatBook first = open(Duration.ofMinutes(1));
        first.note(ACCESS, Map.of());
        first.close();
        SeatBook after = open(Duration.ZERO);
        assertThat(after.settled()).isTrue();
        after.close();
    }

    @Test
    void aForgottenPlugInIsNotExpectedAgain() {
        SeatBook before = open(Duration.ofMinutes(1));
        before.note(ACCESS, Map.of());
        before.forget(ACCESS.plugin());
        assertThat(before.expected(ACCESS)).isFalse();
        before.close();
        SeatBook after = open(Duration.ofMinutes(1));
        assertThat(after.seats("filter")).isEmpty();
        after.close();
    }

    @Test
    void aBrokenFileCostsOnlyTheMemory() throws Exception {
        Files.createDirectories(folder.resolve("plugins"));
        Files.writeString(folder.resolve("plugins/seats"), "posthouse-seats 1\nseat\tfilter\ta\tb\tx%3DL%3A7\n");
        SeatBook book = open(Duration.ofMinutes(1));
        assertThat(book.seats("filter")).isEmpty();
        book.note(ACCESS, Map.of());
        book.close();
        SeatBook after = open(Duration.ofMinutes(1));
        assertThat(after.seats("filter")).containsOnlyKeys(ACCESS);
        after.close();
    }
}
