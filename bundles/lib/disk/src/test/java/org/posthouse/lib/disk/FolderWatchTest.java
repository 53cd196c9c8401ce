package org.posthouse.lib.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
    private static final String NAME = "posthouse-test-watch";
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final AtomicInteger looks = new AtomicInteger();
    private final List<FolderWatch> watches = new ArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        for (FolderWatch watch : watches) {
            watch.close();
        }
        // A pool has ended a moment before its thread has.
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(its -> its.getName().equals(NAME)));
    }

    private void watch(Path its, Supplier<Duration> look) {
        watches.add(new FolderWatch(NAME, its, look));
    }

    private Duration look(Duration next) {
        looks.incrementAndGet();
        return next;
    }

    @Test
    void itLooksAtOnceAndWhenAFileComesOrGoes() throws Exception {
        watch(folder, () -> look(NEVER));
        await().until(() -> looks.get() == 1);
        Path file = Files.createFile(folder.resolve("a"));
        await().until(() -> looks.get() > 1);
        int before = looks.get();
        Files.delete(file);
        await().until(() -> looks.get() > before);
    }

    @Test
    void itLooksAgainWhenTheLookAskedForIt() {
        watch(folder, () -> look(Duration.ofMillis(1)));
        await().until(() -> looks.get() > 3);
    }

    @Test
    void aLookThatFailsIsNotTheLast() {
        watch(folder, () -> {
            if (looks.get() == 0) {
                looks.incrementAndGet();
                throw new IllegalStateException("as if");
            }
            return look(NEVER);
        });
        await().until(() -> looks.get() > 1);
    }

    @Test
    void aFolderThatIsNotThereIsLookedForAllTheSame() {
        watch(folder.resolve("no/such"), () -> look(Duration.ofMillis(1)));
        await().until(() -> looks.get() > 1);
    }

    @Test
    void closedItLooksNoMore() throws Exception {
        watch(folder, () -> look(Duration.ofMillis(1)));
        await().until(() -> looks.get() > 1);
        close();
        int last = looks.get();
        Files.createFile(folder.resolve("late"));
        assertThat(looks).hasValue(last);
    }
}
