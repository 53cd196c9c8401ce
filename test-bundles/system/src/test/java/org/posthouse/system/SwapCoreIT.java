package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of core are replaced while they are in use: mail may have to wait, and nothing else happens to anybody. */
@Tag("alone")
final class SwapCoreIT {
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");
    private static final int PER_SECOND = LONG ? 500 : 100;
    /** Mail is put off for so long at most; on a busy machine everything takes longer. */
    private static final Duration PUT_OFF = LONG ? Duration.ofSeconds(5) : Duration.ofSeconds(60);

    /** When no mail has been put off for so long, none is any more. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final Duration APART = LONG ? Duration.ofSeconds(3) : Duration.ofMillis(300);
    private static final String NEXT = "9.0.1";
    private static final List<String> PARTS = List.of(
            "org.posthouse.core.router",
            "org.posthouse.core.accounts",
            "org.posthouse.core.pipeline",
            "org.posthouse.core.mailstore",
            "org.posthouse.core.queue",
            "org.posthouse.core.trace",
            "org.posthouse.core.log");

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
            LockSupport.parkNanos(QUIET.toNanos());
            Remains remains = new Remains(scene.server());
            for (int i = 0; i < PARTS.size(); i++) {
                Path jar = jars.get(i);
                String part = PARTS.get(i);
                change(scene, part + " up", part, NEXT, () -> swaps.update(part, jar), swaps);
            }
            for (String part : PARTS) {
                change(scene, part + " down", part, Distribution.version(part), () -> swaps.undo(part), swaps);
            }
            scene.end();
            assertThat(scene.stream().count()).isGreaterThan(100);
            swaps.awaitCollected(PARTS, NEXT);
            remains.awaitNoMoreThreads();
            remains.awaitNoConnections();
            remains.noMoreBeans();
        }
    }

    private static void change(SwapScene scene, String what, String part, String version, Crew.Task change, Swaps swaps)
            throws Exception {
        MailStream stream = scene.stream();
        int before = stream.putOff();
        long begun = System.nanoTime();
        stream.mayWait(true);
        change.run();
        swaps.awaitVersion(part, version);
        long took = System.nanoTime() - begun;
        awaitQuiet(stream);
        stream.mayWait(false);
        System.out.printf(
                "%s in %d ms, %d mails put off for %d ms, the last of them %d ms after the command%n",
                what,
                took / 1_000_000,
                stream.putOff() - before,
                stream.putOffFor(begun).toMillis(),
                stream.putOffUntil(begun).toMillis());
        assertThat(stream.putOffFor(begun)).as(what).isLessThanOrEqualTo(PUT_OFF);
        LockSupport.parkNanos(APART.toNanos());
    }

    /** Mail is accepted, and has been for a moment. */
    private static void awaitQuiet(MailStream stream) {
        Awaitility.await().atMost(PUT_OFF.multipliedBy(2)).until(() -> {
            int accepted = stream.count();
            int putOff = stream.putOff();
            LockSupport.parkNanos(QUIET.toNanos());
            return stream.putOff() == putOff && stream.count() > accepted;
        });
    }
}
