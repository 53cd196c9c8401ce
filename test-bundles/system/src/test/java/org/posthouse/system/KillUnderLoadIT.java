package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plug is pulled under load, again and again: what was acknowledged is there, once. */
final class KillUnderLoadIT {
    private static final List<String> USERS = List.of("kate@school.edu", "ron@example.com");
    private static final int ROUNDS = Integer.getInteger("posthouse.kill.rounds", 5);

    @TempDir
    Path home;

    @Test
    void acknowledgedMailIsThereOnceAfterEachKill() throws Exception {
        Set<Integer> accepted = new HashSet<>();
        List<Duration> starts = new ArrayList<>();
        try (Server server = Server.demo(home)) {
            int base = 0;
            for (int round = 0; round < ROUNDS; round++) {
                try (Load load = new Load(server.port(25), 32, 600, USERS)
                        .numberedFrom(base)
                        .begin()) {
                    LockSupport.parkNanos(Duration.ofMillis(2500 + 700L * round).toNanos());
                    server.killHard();
                    load.end();
                    accepted.addAll(load.accepted());
                    base = load.last();
                }
                long begin = System.nanoTime();
                server.start();
                starts.add(Duration.ofNanos(System.nanoTime() - begin));
            }
            System.out.println("start after a kill: " + starts);
            Collections.sort(starts);
            assertThat(starts).allMatch(each -> each.compareTo(Duration.ofSeconds(20)) < 0);
            assertThat(starts.get(starts.size() / 2)).as("median").isLessThan(Duration.ofSeconds(5));
            SwapUnderLoadIT.awaitEmptyQueue(server);
            Delivered delivered = Delivered.of(server, USERS);
            Set<Integer> missing = new HashSet<>(accepted);
            missing.removeAll(delivered.copies().keySet());
            assertThat(accepted).hasSizeGreaterThan(ROUNDS * 500);
            assertThat(missing)
                    .as("acknowledged but lost, of " + accepted.size())
                    .isEmpty();
            delivered.copies().forEach((number, copies) -> assertThat(copies)
                    .as("copies of " + number)
                    .hasSize(1));
        }
    }
}
