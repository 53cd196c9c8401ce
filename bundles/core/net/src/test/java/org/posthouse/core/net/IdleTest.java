package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class IdleTest {
    private static final Logger LOG = LoggerFactory.getLogger(IdleTest.class);
    private static final int CLIENTS = 10_000;
    private static final int MOST_OCTETS = 8_192;

    @TempDir
    Path folder;

    /** Called by a process of its own, as both ends would need too many descriptors: connects, waits for greetings, then for its end. */
    public static void main(String[] arguments) throws IOException {
        IdleClients.hold(Integer.parseInt(arguments[0]), CLIENTS);
    }

    @Test
    void tenThousandIdleClientsCostLittleAndAreAllHandedOver() throws Exception {
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 0;
        assumeTrue(descriptors > CLIENTS + 500, () -> "needs more than " + descriptors + " file descriptors");
        Parrot first = new Parrot("1", true, Duration.ofMinutes(30));
        Parrot second = new Parrot("2", true, Duration.ofMinutes(30));
        try (Server server = new Server(folder).with(first)) {
            Door door = server.listen(DoorSettings.Security.STARTTLS);
            long before = heap();
            Process clients = clients(Server.port(door));
            try (BufferedReader said = clients.inputReader(StandardCharsets.US_ASCII)) {
                assertThat(said.readLine()).isEqualTo("connected");
                assertThat(first.talks).hasValue(CLIENTS);
                long each = (heap() - before) / CLIENTS;
                long threads = threads();
                long begin = System.nanoTime();
                server.with(second);
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> second.talks.get() == CLIENTS);
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                LOG.warn(
                        "{} idle clients: {} octets of heap each, {} threads, handed over in {}",
                        CLIENTS,
                        each,
                        threads,
                        took);
                assertThat(each).isLessThan(MOST_OCTETS);
                assertThat(threads).isLessThan(20);
            } finally {
                clients.destroy();
                assertThat(clients.waitFor(120, TimeUnit.SECONDS)).isTrue();
            }
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> server.net.connections().isEmpty());
        }
    }

    private static Process clients(int port) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        IdleTest.class.getName(),
                        String.valueOf(port))
                .redirectErrorStream(true)
                .start();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("posthouse-"))
                .count();
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
