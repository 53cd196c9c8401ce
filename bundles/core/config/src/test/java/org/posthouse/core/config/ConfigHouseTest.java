package org.posthouse.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.posthouse.core.config.ConfigHouse.FACTORY;
import static org.posthouse.core.config.ConfigHouse.SINGLE;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.posthouse.api.config.Configurations.Setting;
import org.posthouse.api.config.SettingsCheck;
import org.posthouse.api.mail.MailException;
import org.posthouse.core.config.etc.ConfigText;

/** Several at a time: each has a framework and a home of its own, and most of its time it waits for files to be still. */
@Execution(ExecutionMode.CONCURRENT)
class ConfigHouseTest {
    private static final String DOOR = FACTORY + "~front";

    @TempDir
    Path home;

    private ConfigHouse house;

    @BeforeEach
    void open() throws Exception {
        house = new ConfigHouse(home, Map.of(DOOR, Map.of("port", 25)));
    }

    @AfterEach
    void close() throws Exception {
        house.stop();
    }

    @Test
    void aFileThatNeverWasUsableIsForgottenWhenItIsDeleted() throws Exception {
        edit("org.example.none", "count=\"I7");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> !house.configurations.troubles().isEmpty());
        Files.delete(house.file("org.example.none"));
        await().atMost(Duration.ofMinutes(3))
                .until(() -> house.configurations.troubles().isEmpty());
    }

    @Test
    void whatIsSetIsForTheServersUserAlone() throws Exception {
        house.configurations.set(SINGLE, Map.of("text", List.of("hay")));
        String name = house.file(SINGLE).getFileName().toString();
        Path kept = home.resolve("data/config").resolve(name);
        assertThat(permissions(house.file(SINGLE))).isEqualTo("rw-------");
        assertThat(permissions(kept)).isEqualTo("rw-------");
        Files.setPosixFilePermissions(house.file(SINGLE), PosixFilePermissions.fromString("r--r--r--"));
        house.configurations.set(SINGLE, Map.of("text", List.of("straw")));
        assertThat(permissions(house.file(SINGLE))).as("stricter than ours").isEqualTo("r--------");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private void restart() throws Exception {
        house.stop();
        house = new ConfigHouse(home, Map.of(DOOR, Map.of("port", 25)));
    }

    private void edit(String pid, String text) throws IOException {
        Files.writeString(house.file(pid), text);
    }

    private Object inForce(String pid, String key) throws Exception {
        Configuration[] found = house.admin.listConfigurations("(service.pid=" + pid + ")");
        if (found == null) {
            return "none";
        }
        try {
            Dictionary<String, Object> properties = found[0].getProperties();
            return properties == null || properties.get(key) == null ? "none" : properties.get(key);
        } catch (IllegalStateException deletedSinceItWasListed) {
            return "none";
        }
    }

    private void awaitInForce(String pid, String key, Object value) {
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofMinutes(3))
                .until(() -> value.equals(inForce(pid, key)));
    }

    private Setting setting(String id) {
        return house.configurations.show(SINGLE).orElseThrow().setting(id).orElseThrow();
    }

    @Test
    void aSettingIsOnDiskAndInForceWhenTheCallReturns() throws Exception {
        house.configurations.set(SINGLE, Map.of("text", List.of("good \"day\""), "names", List.of("a", "b")));
        assertThat(inForce(SINGLE, "text")).isEqualTo("good \"day\"");
        assertThat(Files.readString(house.file(SINGLE)))
                .isEqualTo("# org.example.stamp\nnames=[\"a\", \"b\"]\ntext=\"good \\\"day\\\"\"\n");
        assertThat(setting("names").values()).containsExactly("a", "b");
        assertThat(setting("text").changed()).isTrue();
        assertThat(setting("count").values()).containsExactly("3");
        assertThat(setting("count").changed()).isFalse();
        restart();
        assertThat(inForce(SINGLE, "text")).isEqualTo("good \"day\"");
    }

    @Test
    void aWrongValueIsRefusedAtEveryDoorAndChangesNothing() throws Exception {
        house.configurations.set(SINGLE, Map.of("count", List.of("4")));
        for (Map<String, List<String>> wrong : List.of(
                Map.of("count", List.of("11")),
                Map.of("count", List.of("x")),
                Map.of("count", List.of("1", "2")),
                Map.of("mode", List.of("away")),
                Map.of("on", List.of("perhaps")),
                Map.of("unknown", List.of("1")))) {
            assertThatThrownBy(() -> house.configurations.set(SINGLE, wrong))
                    .isInstanceOf(MailException.class)
                    .hasMessageContaining(wrong.keySet().iterator().next());
        }
        assertThatThrownBy(() -> house.admin
                        .getConfiguration(SINGLE, "?")
                        .update(FrameworkUtil.asDictionary(Map.of("count", 11))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("count");
        String good = Files.readString(house.file(SINGLE));
        edit(SINGLE, good.replace("I\"4\"", "I\"11\""));
        await().until(() -> !house.configurations.troubles().isEmpty());
        assertThat(house.configurations.troubles())
                .singleElement()
                .asString()
                .contains("org.example.stamp.config", "count");
        assertThat(inForce(SINGLE, "count")).isEqualTo(4);
    }

    @Test
    void aHandEditActsAtOnceAndIsNotRewritten() throws Exception {
        String text = "# mine\n\ncount = 7\n# and why\n";
        edit(SINGLE, text);
        awaitInForce(SINGLE, "count", "7");
        assertThat(Files.readString(house.file(SINGLE))).isEqualTo(text);
        house.configurations.set(SINGLE, Map.of("on", List.of("false")));
        assertThat(Files.readString(house.file(SINGLE)))
                .startsWith("# mine\n")
                .contains("count=\"7\"", "on=B\"false\"");
    }

    @Test
    void anEditorThatRenamesIsUnderstood() throws Exception {
        edit(SINGLE, "count=I\"5\"\n");
        awaitInForce(SINGLE, "count", 5);
        Path file = house.file(SINGLE);
        Files.move(file, file.resolveSibling(file.getFileName() + "~"));
        Path fresh = Files.writeString(file.resolveSibling(".swap"), "count=I\"6\"\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        awaitInForce(SINGLE, "count", 6);
    }

    @Test
    void aFactoryInstanceIsAFileAndGoesWithIt() throws Exception {
        assertThat(inForce(DOOR, "port")).isEqualTo(25);
        edit(FACTORY + "~back", "port=I\"26\"\n");
        awaitInForce(FACTORY + "~back", "port", 26);
        assertThat(inForce(FACTORY + "~back", "service.factoryPid")).isEqualTo(FACTORY);
        assertThat(house.configurations.pids()).containsExactly(FACTORY + "~back", DOOR, SINGLE);
        house.configurations.set(FACTORY + "~side", Map.of("port", List.of("27")));
        assertThat(house.file(FACTORY + "~side")).exists();
        Files.delete(house.file(FACTORY + "~back"));
        awaitInForce(FACTORY + "~back", "port", "none");
        assertThatThrownBy(() -> house.configurations.set(FACTORY, Map.of("port", List.of("1"))))
                .hasMessageContaining("several times");
    }

    @Test
    void aDeletedSeedStaysAwayUntilItIsReset() throws Exception {
        Files.delete(house.file(DOOR));
        awaitInForce(DOOR, "port", "none");
        restart();
        assertThat(inForce(DOOR, "port")).isEqualTo("none");
        house.configurations.reset(DOOR);
        assertThat(inForce(DOOR, "port")).isEqualTo(25);
        house.configurations.set(DOOR, Map.of("port", List.of("2525")));
        house.configurations.reset(DOOR);
        assertThat(inForce(DOOR, "port")).isEqualTo(25);
    }

    @Test
    void whatAFeatureGaveIsADefaultAndNoChange() throws Exception {
        Setting given =
                house.configurations.show(DOOR).orElseThrow().setting("port").orElseThrow();
        assertThat(given.defaults()).containsExactly("25");
        assertThat(given.changed()).isFalse();
        house.configurations.set(DOOR, Map.of("port", List.of("26")));
        Setting changed =
                house.configurations.show(DOOR).orElseThrow().setting("port").orElseThrow();
        assertThat(changed.values()).containsExactly("26");
        assertThat(changed.defaults()).containsExactly("25");
        assertThat(changed.changed()).isTrue();
    }

    @Test
    void deletingAFileOrResettingGoesBackToTheDefaults() throws Exception {
        house.configurations.set(SINGLE, Map.of("count", List.of("9")));
        Files.delete(house.file(SINGLE));
        awaitInForce(SINGLE, "count", "none");
        house.configurations.set(SINGLE, Map.of("count", List.of("8")));
        house.configurations.reset(SINGLE);
        assertThat(house.file(SINGLE)).doesNotExist();
        assertThat(setting("count").values()).containsExactly("3");
    }

    @Test
    void aBrokenFileIsLeftAloneAndTheValuesBeforeStayInForceOverARestart() throws Exception {
        house.configurations.set(SINGLE, Map.of("count", List.of("9")));
        edit(SINGLE, "count=I\"8");
        await().until(() -> !house.configurations.troubles().isEmpty());
        assertThat(inForce(SINGLE, "count")).isEqualTo(9);
        assertThatThrownBy(() -> house.configurations.set(SINGLE, Map.of("count", List.of("7"))))
                .hasMessageContaining("left alone");
        restart();
        assertThat(inForce(SINGLE, "count")).isEqualTo(9);
        assertThat(house.configurations.troubles()).hasSize(1);
        assertThat(Files.readString(house.file(SINGLE))).isEqualTo("count=I\"8");
        edit(SINGLE, "count=I\"8\"\n");
        awaitInForce(SINGLE, "count", 8);
        assertThat(house.configurations.troubles()).isEmpty();
    }

    @Test
    void aValueOutOfItsRangeThatCameWhileTheServerWasDownGivesWayToTheLastGoodOne() throws Exception {
        house.configurations.set(SINGLE, Map.of("count", List.of("9")));
        house.stop();
        edit(SINGLE, "count=I\"-5\"\n");
        for (int start = 0; start < 2; start++) {
            house = new ConfigHouse(home, Map.of());
            awaitInForce(SINGLE, "count", 9);
            assertThat(house.configurations.troubles())
                    .singleElement()
                    .asString()
                    .contains("org.example.stamp.config", "count");
            house.stop();
        }
        house = new ConfigHouse(home, Map.of());
        edit(SINGLE, "count=I\"8\"\n");
        awaitInForce(SINGLE, "count", 8);
        await().until(() -> house.configurations.troubles().isEmpty());
    }

    @Test
    void secretsAreNotShown() throws Exception {
        house.configurations.set(SINGLE, Map.of("key", List.of("sesame")));
        assertThat(setting("key").secret()).isTrue();
        assertThat(setting("key").values()).isEmpty();
        assertThat(setting("key").changed()).isTrue();
    }

    @Test
    void throughAHundredEditsByAllDoorsEtcIsWholeAtEveryMoment() throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> crashes = thread.submit(() -> {
            while (!end.get()) {
                looks.addAndGet(parseAll());
            }
            return true;
        });
        Random random = new Random(3);
        for (int i = 0; i < 100; i++) {
            String pid = random.nextBoolean() ? SINGLE : FACTORY + "~d" + random.nextInt(3);
            String key = pid.equals(SINGLE) ? "count" : "port";
            int value = 1 + random.nextInt(10);
            edit(random.nextInt(3), pid, key, value);
        }
        end.set(true);
        crashes.get(120, TimeUnit.SECONDS);
        thread.shutdown();
        assertThat(looks).hasPositiveValue();
        assertThat(house.configurations.troubles()).isEmpty();
    }

    /** Whether the edit has been seen yet, is being taken over, or is in force: neither change undoes the other. */
    @Test
    void aChangeOnTheHeelsOfAnEditIsMadeToWhatWasEdited() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 20; i++) {
            int count = 1 + i % 10;
            Path fresh =
                    Files.writeString(home.resolve("etc/.edit"), "count=I\"" + count + "\"\ntext=\"edit " + i + "\"\n");
            Files.move(fresh, house.file(SINGLE), StandardCopyOption.ATOMIC_MOVE);
            LockSupport.parkNanos(Duration.ofMillis(90 + random.nextInt(90)).toNanos());
            house.configurations.set(SINGLE, Map.of("text", List.of("set " + i)));
            Map<String, Object> written = ConfigText.parse(Files.readString(house.file(SINGLE)));
            assertThat(written).containsEntry("text", "set " + i).containsEntry("count", count);
            awaitInForce(SINGLE, "text", "set " + i);
            awaitInForce(SINGLE, "count", count);
            assertThat(Files.readString(house.file(SINGLE))).contains("set " + i);
        }
    }

    /** By one of three doors; what is set is in force in the end. */
    private void edit(int door, String pid, String key, int value) throws Exception {
        if (door == 0) {
            Path fresh = Files.writeString(home.resolve("etc/.edit"), key + "=I\"" + value + "\"\n");
            Files.move(fresh, house.file(pid), StandardCopyOption.ATOMIC_MOVE);
        } else if (door == 1) {
            house.configurations.set(pid, Map.of(key, List.of(Integer.toString(value))));
        } else {
            Configuration configuration = pid.equals(SINGLE)
                    ? house.admin.getConfiguration(pid, "?")
                    : house.admin.getFactoryConfiguration(FACTORY, pid.substring(FACTORY.length() + 1), "?");
            configuration.update(FrameworkUtil.asDictionary(Map.of(key, value)));
        }
        awaitInForce(pid, key, value);
    }

    /** What a crash would leave. */
    private int parseAll() throws IOException {
        int parsed = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.resolve("etc"), "*.config")) {
            for (Path file : files) {
                assertThat(ConfigText.parse(Files.readString(file))).isNotEmpty();
                parsed++;
            }
        }
        return parsed;
    }

    @Test
    void whatThePartItselfComplainsOfIsRefused() throws Exception {
        house.configurations.addCheck(new SettingsCheck() {
            @Override
            public String pid() {
                return SINGLE;
            }

            @Override
            public Optional<String> complaint(String setting, List<String> values) {
                return setting.equals("text") && values.contains("needle")
                        ? Optional.of("text is hay, not 'needle'")
                        : Optional.empty();
            }
        });
        assertThatThrownBy(() -> house.configurations.set(SINGLE, Map.of("text", List.of("needle"))))
                .isInstanceOf(MailException.class)
                .hasMessage(SINGLE + ": text is hay, not 'needle'");
        house.configurations.set(SINGLE, Map.of("text", List.of("hay")));
    }

    @Test
    void complaintsNameEachSettingThatIsWrongAndNothingIsSaved() throws Exception {
        Map<String, String> complaints = house.configurations.complaints(
                SINGLE,
                Map.of(
                        "count", List.of("11"),
                        "ratio", List.of("much"),
                        "mode", List.of("off"),
                        "text", List.of("a", "b"),
                        "speed", List.of("9")));
        assertThat(complaints).containsOnlyKeys("count", "ratio", "text", "speed");
        assertThat(complaints.get("count")).contains("count", "11");
        assertThat(complaints.get("ratio")).contains("ratio", "much");
        assertThat(complaints.get("speed")).contains("has no setting speed; it has", "names");
        assertThat(house.admin.listConfigurations("(service.pid=" + SINGLE + ")"))
                .isNull();
    }

    @Test
    void thereIsNothingToComplainOfInWhatFitsOrIsNotDescribed() {
        assertThat(house.configurations.complaints(
                        SINGLE, Map.of("count", List.of("10"), "names", List.of("a", "b"), "on", List.of("false"))))
                .isEmpty();
        assertThat(house.configurations.complaints("org.example.nobody", Map.of("count", List.of("11"))))
                .isEmpty();
    }

    @Test
    void whatAComponentDoesNotStartWithIsTakenBack() throws Exception {
        Map<String, List<String>> wrong = Map.of("text", List.of("nothing"));
        assertThatThrownBy(() -> house.configurations.set(SINGLE, wrong))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("it has something to say")
                .hasMessageContaining("in force again");
        assertThat(setting("text").changed()).isFalse();
        house.configurations.set(SINGLE, Map.of("text", List.of("hay")));
        assertThatThrownBy(() -> house.configurations.set(SINGLE, wrong)).isInstanceOf(MailException.class);
        assertThat(inForce(SINGLE, "text")).isEqualTo("hay");
    }
}
