package org.posthouse.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.posthouse.core.plugins.TestHouse.NAME;
import static org.posthouse.core.plugins.TestHouse.horse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.example.horse.Clinging;
import org.example.horse.Horse;
import org.example.horse.Stubborn;
import org.example.horse.Tired;
import org.example.horse.Untidy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.posthouse.api.plugin.PlugIns.PlugIn;

/** Versions that do not come back from a call, from their start or from their stop, and what they leave behind. */
@Execution(ExecutionMode.CONCURRENT)
class HangingVersionsTest {
    @TempDir
    Path home;

    private TestHouse house;

    @BeforeEach
    void open() throws Exception {
        house = new TestHouse(home);
    }

    @AfterEach
    void close() throws Exception {
        house.stop();
    }

    private PlugIn row() {
        List<PlugIn> found = house.plugIns.find(NAME);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void aCallThatOutlastsItsVersionKeepsItsClassesAndThenTheyGo() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch rested = new CountDownLatch(1);
        System.getProperties().put(Tired.REST + ".begun", begun);
        System.getProperties().put(Tired.REST, rested);
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            house.drop("horse.jar", tired("1.0.0").bytes());
            await().until(() -> house.versionInCharge().equals(Optional.of("1.0.0")));
            Future<Optional<String>> call = caller.submit(house::inCharge);
            begun.await();
            house.drop("horse.jar", horse("2.0.0").bytes());
            await().until(() -> house.bundles() == 1 && house.versionInCharge().equals(Optional.of("2.0.0")));
            assertThat(house.plugIns.list())
                    .extracting(PlugIn::version, PlugIn::state)
                    .containsExactly(tuple("2.0.0", "active"));
            rested.countDown();
            assertThat(call.get()).contains("1.0.0");
        } finally {
            caller.shutdownNow();
            System.getProperties().remove(Tired.REST + ".begun");
            System.getProperties().remove(Tired.REST);
        }
        await().until(() -> {
            System.gc();
            return house.felix.context().getBundles().length == 2 && house.plugIns.formerInMemory(NAME) == 0;
        });
    }

    private static TestJar tired(String version) {
        return new TestJar(NAME, version).activator(Tired.class).with(Horse.class);
    }

    @Test
    void aVersionThatHangsWhileItStartsIsRefusedAndHoldsUpNoOtherChange() throws Exception {
        CountDownLatch moves = new CountDownLatch(1);
        System.getProperties().put(Stubborn.LATCH + "start", moves);
        try {
            house.drop("horse.jar", horse("1.0.0").bytes());
            house.awaitInCharge("1.0.0");
            TestJar stubborn = new TestJar(NAME, "2.0.0")
                    .activator(Stubborn.class)
                    .header("Horse-Latch", "start")
                    .with(Class.forName(Stubborn.class.getName() + "$Wait"))
                    .with(Horse.class);
            Path jar = Files.write(home.resolve("stubborn.jar"), stubborn.bytes());
            assertThatThrownBy(() -> house.plugIns.install(jar)).hasMessageContaining("did not come up within");
            assertThat(house.inCharge()).contains("1.0.0");
            assertThat(row().version()).isEqualTo("1.0.0");
            assertThat(row().state()).isEqualTo("active");
            assertThat(house.plugIns.why(NAME))
                    .contains("2.0.0 neither starts nor stops, and a thread hangs in it")
                    .anyMatch(line -> line.contains("did not come up within"));
            Path next = Files.write(home.resolve("next.jar"), horse("3.0.0").bytes());
            assertThat(house.plugIns.install(next).version()).isEqualTo("3.0.0");
            assertThat(house.inCharge()).contains("3.0.0");
        } finally {
            moves.countDown();
        }
        await().until(() -> house.plugIns.why(NAME).isEmpty());
        house.awaitInCharge("3.0.0");
        System.getProperties().remove(Stubborn.LATCH + "start");
    }

    @Test
    void itIsSaidWhichThreadsAVersionHasLeftRunning() throws Exception {
        List<Runnable> ends = new CopyOnWriteArrayList<>();
        System.getProperties().put(Untidy.LEFT, ends);
        try {
            house.drop(
                    "horse.jar",
                    new TestJar(NAME, "1.0.0")
                            .activator(Untidy.class)
                            .with(Horse.class)
                            .bytes());
            house.awaitInCharge("1.0.0");
            assertThat(house.plugIns.why(NAME)).isEmpty();
            house.drop("horse.jar", horse("2.0.0").bytes());
            house.awaitInCharge("2.0.0");
            String sentence = "1.0.0 has gone and left running what keeps its classes in memory: clock, idle, loop";
            await().untilAsserted(() -> assertThat(house.plugIns.why(NAME)).containsExactly(sentence));
            assertThat(row().reason()).isEqualTo(sentence);
            assertThat(row().state()).isEqualTo("active");
        } finally {
            ends.forEach(Runnable::run);
        }
        await().until(() -> house.plugIns.why(NAME).isEmpty());
        System.getProperties().remove(Untidy.LEFT);
    }

    @Test
    void aVersionThatHangsWhileItStopsHoldsUpNeitherTheNextOneNorAnyOtherChange() throws Exception {
        CountDownLatch letsGo = new CountDownLatch(1);
        System.getProperties().put(Clinging.LATCH, letsGo);
        try {
            house.drop(
                    "horse.jar",
                    new TestJar(NAME, "1.0.0")
                            .activator(Clinging.class)
                            .with(Horse.class)
                            .bytes());
            house.awaitInCharge("1.0.0");
            Path next = Files.write(home.resolve("next.jar"), horse("2.0.0").bytes());
            assertThat(house.plugIns.install(next).version()).isEqualTo("2.0.0");
            assertThat(house.inCharge()).contains("2.0.0");
            assertThat(row().version()).isEqualTo("2.0.0");
            assertThat(house.plugIns.why(NAME)).contains("1.0.0 neither starts nor stops, and a thread hangs in it");
            Path last = Files.write(home.resolve("last.jar"), horse("3.0.0").bytes());
            assertThat(house.plugIns.install(last).version()).isEqualTo("3.0.0");
        } finally {
            letsGo.countDown();
        }
        await().until(() -> house.plugIns.why(NAME).isEmpty() && house.bundles() == 1);
        house.awaitInCharge("3.0.0");
        System.getProperties().remove(Clinging.LATCH);
    }
}
