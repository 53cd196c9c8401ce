package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A filter is replaced while mail flows, in every way people replace files, and nobody notices. {@code -Dposthouse.long=true} does so ten
 * times in half a minute.
 */
@Tag("alone")
final class SwapUnderLoadIT {
    private static final List<String> USERS = List.of("kate@school.edu", "ron@example.com");
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");
    private static final int SWAPS = LONG ? 10 : 4;
    private static final Duration APART = LONG ? Duration.ofSeconds(3) : Duration.ofMillis(1500);
    private static final int PER_SECOND = 200;

    @TempDir
    Path home;

    @Test
    void nothingIsRefusedLostDoubledOrJudgedByTwoVersions() throws Exception {
        try (Server server = Server.demo(home)) {
            Path jar = home.resolve("plugins/example-filter.jar");
            rename(jar, "1.0.0");
            awaitVersion(server, "1.0.0");
            try (Load load = new Load(server.port(25), 20, PER_SECOND, USERS).begin()) {
                for (int swap = 0; swap < SWAPS; swap++) {
                    LockSupport.parkNanos(APART.toNanos());
                    awaitVersion(server, swap(jar, swap));
                }
                load.end();
                assertThat(load.faults()).isEmpty();
                assertThat(load.unknown()).isEmpty();
                assertThat(load.putOff()).isLessThanOrEqualTo(load.accepted().size() / 10);
                // How much of what is offered a busy machine takes says nothing of swaps; that mail went on does.
                assertThat(load.accepted()).hasSizeGreaterThan(SWAPS * PER_SECOND / 10);
                System.out.println("longest reply while it was swapped: " + load.longestReplyMillis() + " ms");
                if (LONG) {
                    assertThat(load.longestReplyMillis()).isLessThan(3000);
                }
                awaitEmptyQueue(server);
                eachOnceAndByOneVersion(Delivered.of(server, USERS), load.accepted());
            }
            formerClassLoadersAreCollected(server);
        }
    }

    /** By rename, by cp in pieces, by a second file of a higher version, and by taking that away. */
    private static String swap(Path jar, int swap) throws IOException {
        Path second = jar.resolveSibling("example-filter-next.jar");
        return switch (swap % 4) {
            case 0 -> {
                Files.copy(Distribution.exampleFilter("2.0.0"), second);
                yield "2.0.0";
            }
            case 1 -> {
                Files.delete(second);
                yield "1.0.0";
            }
            case 2 -> rename(jar, "2.0.0");
            default -> copySlowly(jar, "1.0.0");
        };
    }

    private static String rename(Path jar, String version) throws IOException {
        Path arriving = jar.resolveSibling("." + jar.getFileName() + ".arriving");
        Files.copy(Distribution.exampleFilter(version), arriving, StandardCopyOption.REPLACE_EXISTING);
        Files.move(arriving, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return version;
    }

    private static String copySlowly(Path jar, String version) throws IOException {
        byte[] octets = Files.readAllBytes(Distribution.exampleFilter(version));
        try (OutputStream out = Files.newOutputStream(jar)) {
            for (int at = 0; at < octets.length; at += 2048) {
                out.write(octets, at, Math.min(2048, octets.length - at));
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
        return version;
    }

    private static void awaitVersion(Server server, String version) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> server.posthouse("filter", "order")
                        .out()
                        .lines()
                        .anyMatch(line -> line.contains("example") && line.contains(version)));
    }

    static void awaitEmptyQueue(Server server) {
        await().atMost(Duration.ofMinutes(3))
                .until(() -> server.posthouse("queue", "list").out().contains("The queue is empty"));
    }

    private static void eachOnceAndByOneVersion(Delivered delivered, Set<Integer> accepted) {
        Set<Integer> missing = new HashSet<>(accepted);
        missing.removeAll(delivered.copies().keySet());
        assertThat(missing).as("accepted but not delivered").isEmpty();
        delivered.copies().forEach((number, copies) -> {
            assertThat(copies).as("copies of " + number).hasSize(1);
            assertThat(copies.get(0)).as("versions of " + number).hasSize(1);
        });
        Set<String> versions = new HashSet<>();
        delivered.copies().values().forEach(copies -> versions.addAll(copies.get(0)));
        assertThat(versions).isEqualTo(new HashSet<>(Arrays.asList("1.0.0", "2.0.0")));
    }

    /** The server counts class loaders of uninstalled versions that are still reachable. */
    private static void formerClassLoadersAreCollected(Server server) throws Exception {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    Run collected = Run.of(List.of("jcmd", Long.toString(server.pid()), "GC.run"), "");
                    assertThat(collected.status()).isZero();
                    Run why = server.posthouse("plugin", "why", "org.posthouse.example.filter");
                    assertThat(why.status()).as(why.err()).isZero();
                    assertThat(why.out()).doesNotContain("still in memory");
                });
    }
}
