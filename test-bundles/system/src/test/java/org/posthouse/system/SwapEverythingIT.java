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

/** Every kind of plug-in is replaced while it is in use, and nobody notices. {@code -Dposthouse.long=true} goes on for five minutes. */
@Tag("alone")
final class SwapEverythingIT {
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");
    private static final Duration APART = LONG ? Duration.ofSeconds(2) : Duration.ofMillis(1500);
    private static final int ROUNDS = LONG ? 8 : 1;
    private static final Duration BEFORE = LONG ? Duration.ofSeconds(30) : Duration.ofSeconds(6);
    private static final int LOOKS = 3;
    private static final int PER_SECOND =
            LONG ? 1000 : Math.min(1000, 250 * Runtime.getRuntime().availableProcessors());
    private static final List<String> KINDS = List.of(
            "org.posthouse.example.filter",
            "org.posthouse.protocol.smtp",
            "org.posthouse.protocol.imap",
            "org.posthouse.protocol.pop3",
            "org.posthouse.delivery.local",
            "org.posthouse.delivery.smtp",
            "org.posthouse.directory.derby",
            "org.posthouse.store." + Server.STORE,
            "org.posthouse.core.dns");

    @TempDir
    Path home;

    @Test
    void nobodyNoticesThatEveryKindOfPlugInIsReplaced() throws Exception {
        try (SwapScene scene = new SwapScene(home)) {
            Server server = scene.server();
            Swaps swaps = new Swaps(server);
            scene.begin(40, PER_SECOND);
            LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
            Latencies without = scene.stream().measure();
            int before = scene.stream().count();
            Remains remains = new Remains(server);
            for (int i = 0; i < LOOKS; i++) {
                LockSupport.parkNanos(BEFORE.toNanos() / LOOKS);
                remains.look();
            }
            int during = scene.stream().count();
            System.out.printf("without swaps: %d mails/s, %s%n", (during - before) / BEFORE.toSeconds(), without);
            Latencies with = scene.stream().measure();
            long begun = System.nanoTime();
            for (int round = 1; round <= ROUNDS; round++) {
                round(swaps, round);
            }
            long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            System.out.printf("with swaps: %d mails/s, %s%n", (scene.stream().count() - during) / seconds, with);
            System.out.printf(
                    "p50 %.2f and p99 %.2f times as long%n",
                    with.millis(0.5) / without.millis(0.5), with.millis(0.99) / without.millis(0.99));
            scene.end();
            assertThat(scene.stream().count()).isGreaterThan(100);
            assertThat(scene.stream().putOff())
                    .isLessThanOrEqualTo(scene.stream().count() / 10);
            if (LONG) {
                assertThat(with.millis(0.99)).as("p99").isLessThan(2 * without.millis(0.99));
            }
            swaps.awaitCollected(KINDS, version(ROUNDS));
            remains.awaitNoMoreThreads();
            remains.awaitNoConnections();
            remains.noMoreBeans();
        }
    }

    private static String version(int round) {
        return "9.0." + round;
    }

    /** Each goes up, by the command line or by the folder, and later comes back. */
    private void round(Swaps swaps, int round) throws Exception {
        List<Path> jars = new ArrayList<>();
        for (String kind : KINDS) {
            jars.add(swaps.made(kind, version(round)));
        }
        for (int i = 0; i < KINDS.size(); i++) {
            long begun = System.nanoTime();
            String kind = KINDS.get(i);
            if ((i + round) % 2 == 0) {
                swaps.update(kind, jars.get(i));
            } else {
                swaps.drop(kind, jars.get(i));
            }
            swaps.awaitVersion(kind, version(round));
            rest(kind + " up", begun);
        }
        for (int i = 0; i < KINDS.size(); i++) {
            long begun = System.nanoTime();
            String kind = KINDS.get(i);
            if ((i + round) % 2 == 0) {
                swaps.undo(kind);
            } else {
                swaps.takeAway(kind);
            }
            swaps.awaitVersion(kind, Distribution.version(kind));
            rest(kind + " down", begun);
        }
    }

    private static void rest(String what, long begun) {
        long took = System.nanoTime() - begun;
        System.out.printf("%s in %d ms%n", what, took / 1_000_000);
        LockSupport.parkNanos(APART.toNanos() - took);
    }
}
