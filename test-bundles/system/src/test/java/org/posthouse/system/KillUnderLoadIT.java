package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    private static final Duration MOST = Duration.ofSeconds(5);

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
                judge(server, starts.get(round));
            }
            System.out.println("start after a kill: " + starts);
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

    /**
     * It recovers in less than five seconds. A machine that had no time for that is asked for its own measure there and then: what was
     * to be recovered must not have doubled the time of a start with nothing to recover.
     */
    private static void judge(Server server, Duration start) throws Exception {
        if (start.compareTo(MOST) >= 0) {
            assertThat(server.terminate()).isZero();
            long begin = System.nanoTime();
            server.start();
            Duration clean = Duration.ofNanos(System.nanoTime() - begin);
            assertThat(start).as("after a kill; a clean start takes " + clean).isLessThan(clean.multipliedBy(2));
        }
    }
}
