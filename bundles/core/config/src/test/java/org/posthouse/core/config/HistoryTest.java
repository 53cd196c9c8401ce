package org.posthouse.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.posthouse.core.config.ConfigHouse.FACTORY;
import static org.posthouse.core.config.ConfigHouse.SINGLE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.config.Configurations.Change;
import org.posthouse.api.mail.MailException;

/** What was changed, by whom, and taking it back. */
@Execution(ExecutionMode.CONCURRENT)
final class HistoryTest {
    @TempDir
    Path home;

    private ConfigHouse house;

    @BeforeEach
    void open() throws Exception {
        house = new ConfigHouse(home, Map.of());
    }

    @AfterEach
    void close() throws Exception {
        house.stop();
    }

    private Configurations kate() {
        return house.configurations.by("command", "kate");
    }

    private List<Change> history() {
        return house.configurations.history(Optional.of(SINGLE));
    }

    private List<String> value(String setting) {
        return house.configurations
                .show(SINGLE)
                .flatMap(each -> each.setting(setting))
                .orElseThrow()
                .values();
    }

    @Test
    void whoChangedWhatIsRememberedAlsoOverARestart() throws Exception {
        kate().set(SINGLE, Map.of("text", List.of("hay"), "key", List.of("secret word")));
        house.configurations.set(SINGLE, Map.of("text", List.of("straw")));
        house.stop();
        house = new ConfigHouse(home, Map.of());
        assertThat(history()).extracting(Change::door).containsExactly("other", "command");
        Change first = history().get(1);
        assertThat(first.who()).isEqualTo("kate");
        assertThat(first.differences())
                .extracting(Configurations.Difference::setting)
                .containsExactly("key", "text");
        assertThat(first.differences().get(0).after()).as("a secret").isEmpty();
        assertThat(first.differences().get(1).after()).contains(List.of("hay"));
        assertThat(history().toString()).doesNotContain("secret word");
        kate().set(SINGLE, Map.of("text", List.of("oats")));
        assertThat(history().get(0).id()).isGreaterThan(first.id() + 1);
    }

    @Test
    void theHandInAFileIsRemembered() throws Exception {
        kate().set(SINGLE, Map.of("text", List.of("hay")));
        Files.writeString(house.file(SINGLE), "text=\"by hand\"\n");
        await().atMost(Duration.ofMinutes(3)).until(() -> history().size() == 2);
        assertThat(history().get(0).door()).isEqualTo("file");
        house.configurations.undo(history().get(0).id());
        assertThat(value("text")).containsExactly("hay");
        Files.delete(house.file(SINGLE));
        await().atMost(Duration.ofMinutes(3)).until(() -> history().size() == 4);
        assertThat(history().get(0).door()).isEqualTo("file");
    }

    @Test
    void aChangeOfAListIsRememberedOnce() throws Exception {
        kate().set(SINGLE, Map.of("names", List.of("a", "b")));
        // When the second is seen, all files have been looked at since the first was.
        for (String door : List.of(FACTORY + "~one", FACTORY + "~two")) {
            Files.writeString(house.file(door), "port=I\"27\"\n");
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> house.configurations.pids().contains(door));
        }
        assertThat(history()).extracting(Change::door).containsExactly("command");
    }

    @Test
    void takingBackIsAChangeThatCanBeTakenBack() throws Exception {
        kate().set(SINGLE, Map.of("text", List.of("hay")));
        kate().set(SINGLE, Map.of("count", List.of("7")));
        long count = history().get(0).id();
        kate().set(SINGLE, Map.of("text", List.of("straw")));
        kate().undo(count);
        assertThat(value("count")).containsExactly("3");
        assertThat(value("text")).containsExactly("straw");
        kate().undo(history().get(0).id());
        assertThat(value("count")).containsExactly("7");
    }

    @Test
    void whatWasChangedSinceIsNotTakenBack() throws Exception {
        kate().set(SINGLE, Map.of("text", List.of("hay")));
        long hay = history().get(0).id();
        kate().set(SINGLE, Map.of("text", List.of("straw")));
        assertThatThrownBy(() -> kate().undo(hay))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("later change");
        assertThatThrownBy(() -> kate().undo(4711)).hasMessageContaining("not remembered");
        assertThat(value("text")).containsExactly("straw");
    }

    @Test
    void anInstanceThatWasMadeGoesAndOneThatWentComesBack() throws Exception {
        String door = FACTORY + "~back";
        kate().set(door, Map.of("port", List.of("26")));
        kate().undo(house.configurations.history(Optional.of(door)).get(0).id());
        assertThat(house.configurations.pids()).doesNotContain(door);
        kate().undo(house.configurations.history(Optional.of(door)).get(0).id());
        assertThat(house.configurations
                        .show(door)
                        .orElseThrow()
                        .settings()
                        .get(0)
                        .values())
                .containsExactly("26");
    }

    @Test
    void onlyTheNewestChangesOfAPartAreKept() throws Exception {
        for (int i = 0; i < 60; i++) {
            kate().set(SINGLE, Map.of("text", List.of("hay " + i)));
        }
        assertThat(history()).hasSize(50);
        try (var files = Files.list(home.resolve("data/config/history"))) {
            assertThat(files).hasSize(50);
        }
    }

    @Test
    void aDamagedFileGoesInTimeAndAStrangeNumberIsNotCountedOn() throws Exception {
        kate().set(SINGLE, Map.of("text", List.of("hay")));
        long first = history().get(0).id();
        house.stop();
        Path folder = home.resolve("data/config/history");
        Path damaged = Files.writeString(folder.resolve(first + 1 + ".change"), "no change");
        Path strange = Files.writeString(folder.resolve("9".repeat(18) + ".change"), "");
        house = new ConfigHouse(home, Map.of());
        kate().set(SINGLE, Map.of("text", List.of("straw")));
        assertThat(history()).extracting(Change::id).containsExactly(first + 2, first);
        assertThat(damaged).exists();
        assertThat(house.configurations.by("command", "kate").lostChanges())
                .singleElement()
                .asString()
                .contains(damaged + " cannot be read");
        for (int i = 0; i < 50; i++) {
            kate().set(SINGLE, Map.of("text", List.of("hay " + i)));
        }
        assertThat(damaged).doesNotExist();
        assertThat(strange).exists();
        assertThat(history()).hasSize(50);
        assertThat(house.configurations.lostChanges()).isEmpty();
    }
}
