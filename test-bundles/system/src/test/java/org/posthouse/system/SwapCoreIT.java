package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of core are replaced while they are in use: mail may have to wait, and nothing else happens to anybody. */
@Tag("alone")
final class SwapCoreIT {
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");
    private static final int PER_SECOND = LONG ? 500 : 100;
    /** So long after an update a mail may still be put off. */
    private static final Duration WAITING = LONG ? Duration.ofSeconds(4) : Duration.ofSeconds(1);

    private static final Duration QUIET = LONG ? Duration.ofSeconds(4) : Duration.ofMillis(500);
    private static final String NEXT = "9.0.1";
    private static final List<String> PARTS = List.of(
            "org.posthouse.core.router",
            "org.posthouse.core.accounts",
            "org.posthouse.core.pipeline",
            "org.posthouse.core.mailstore",
            "org.posthouse.core.queue",
            "org.posthouse.core.trace");

    @TempDir
    Path home;

    @Test
    void mailWaitsAMomentAndNothingIsClosedLostOrDoubled() throws Exception {
        try (SwapScene scene = new SwapScene(home)) {
            Swaps swaps = new Swaps(scene.server());
            List<Path> jars = new ArrayList<>();
            for (String part : PARTS) {
                jars.add(swaps.made(part, NEXT));
            }
            scene.begin(10, PER_SECOND);
            for (int i = 0; i < PARTS.size(); i++) {
                Path jar = jars.get(i);
                String part = PARTS.get(i);
                change(scene, part + " up", part, NEXT, () -> swaps.update(part, jar), swaps);
            }
            for (String part : PARTS) {
                change(scene, part + " down", part, Distribution.version(part), () -> swaps.undo(part), swaps);
            }
            scene.end();
            assertThat(scene.stream().count()).isGreaterThan(500);
            swaps.awaitCollected(PARTS, NEXT);
        }
    }

    private static void change(SwapScene scene, String what, String part, String version, Crew.Task change, Swaps swaps)
            throws Exception {
        int before = scene.stream().putOff();
        long begun = System.nanoTime();
        scene.stream().mayWait(true);
        change.run();
        swaps.awaitVersion(part, version);
        long took = System.nanoTime() - begun;
        LockSupport.parkNanos(WAITING.toNanos());
        scene.stream().mayWait(false);
        LockSupport.parkNanos(QUIET.toNanos());
        System.out.printf(
                "%s in %d ms, %d mails put off%n",
                what, took / 1_000_000, scene.stream().putOff() - before);
    }
}
