package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything is made anew, as an upgrade does it, while mail comes in. */
final class ReloadIT {
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");
    private static final int SENDERS = 4;
    private static final int IDLE = LONG ? 10_000 : 200;
    private static final int KILLS = LONG ? 10 : 1;
    /** The seed of when the server is killed in the midst of a reload. */
    private static final long SEED = 4;

    @TempDir
    Path folder;

    private final AtomicInteger numbers = new AtomicInteger();
    private final Queue<Integer> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger interrupted = new AtomicInteger();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    @Test
    void nobodyIsRefusedAndEachMailIsDeliveredOnce() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try (Server server = Server.demo(folder.resolve("home"));
                Crew passers = new Crew();
                Crew sitters = new Crew()) {
            Knockers knockers = new Knockers(passers, server);
            knockers.knock();
            Knockers idlers = new Knockers(sitters, server);
            idlers.sit("kate@school.edu", "ron@example.com");
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                ends.add(senders.submit(() -> send(server.port(25), over)));
            }
            awaitMore();
            reload(server);
            long threads = server.figure("Threads");
            awaitMore();
            reload(server);
            awaitMore();
            over.set(true);
            for (Future<?> end : ends) {
                end.get(120, TimeUnit.SECONDS);
            }
            assertThat(interrupted).hasValueLessThanOrEqualTo(2 * SENDERS);
            passers.end();
            System.out.printf(
                    "%d greeted, %d sent away, %d accepted%n",
                    knockers.greeted(), knockers.sentAway(), accepted.size());
            assertThat(passers.faults()).isEmpty();
            deliveredOnce(server);
            // Of the former framework nothing is left.
            Awaitility.await()
                    .untilAsserted(() -> assertThat(frameworks(server)).isEqualTo(1));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(server.figure("Threads")).isLessThanOrEqualTo(threads + 10));
            sitters.finish();
            assertThat(terminatedInTheMidst(server)).isZero();
            assertThat(folder.resolve("home/run/posthouse.pid")).isEmptyFile();
            sitters.end();
            assertThat(sitters.faults()).isEmpty();
            assertThat(idlers.idled()).isEqualTo(3 * 2);
            server.again();
            deliveredOnce(server);
            killedInTheMidst(server);
        } finally {
            over.set(true);
            senders.shutdownNow();
        }
    }

    /** While the former server stops for the next one. */
    private static int terminatedInTheMidst(Server server) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Run> reload = other.submit(() -> server.posthouse("reload", "--all"));
            Awaitility.await().until(() -> Files.notExists(server.home().resolve("run/admin.sock")));
            int status = server.terminate();
            assertThat(reload.get(120, TimeUnit.SECONDS).status()).isNotZero();
            return status;
        } finally {
            other.shutdownNow();
        }
    }

    /** At any moment of it. */
    private void killedInTheMidst(Server server) throws Exception {
        Random random = new Random(SEED);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                for (int i = 0; i < SENDERS; i++) {
                    sendOne(server);
                }
                Future<Run> reload = other.submit(() -> server.posthouse("reload", "--all"));
                Awaitility.await().until(() -> Files.notExists(server.home().resolve("run/admin.sock")));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(3000)));
                server.killHard();
                reload.get(120, TimeUnit.SECONDS);
                server.again();
                deliveredOnce(server);
            }
        } finally {
            other.shutdownNow();
        }
    }

    private void sendOne(Server server) throws IOException {
        try (Smtp smtp = server.smtp()) {
            sendOne(smtp, numbers.incrementAndGet());
        }
    }

    private void sendOne(Smtp smtp, int number) throws IOException {
        smtp.expect("250", "EHLO client.example");
        String message = "X-Load: " + number + "\r\nSubject: steady\r\n\r\nsteady\r\n";
        if (smtp.mail("ron@example.com", "kate@school.edu", message).startsWith("250")) {
            accepted.add(number);
        }
    }

    private void awaitMore() {
        int before = accepted.size();
        Awaitility.await().until(() -> accepted.size() > before + SENDERS || !refused.isEmpty());
        assertThat(refused).isEmpty();
    }

    /** Whoever gives another command meanwhile is not told that no server runs. */
    private static void reload(Server server) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService other = Executors.newSingleThreadExecutor();
        Run reload;
        try {
            Future<List<Run>> others = other.submit(() -> {
                List<Run> runs = new ArrayList<>();
                while (!over.get()) {
                    runs.add(server.posthouse("queue", "summary"));
                }
                return runs;
            });
            reload = server.posthouse("reload", "--all", "--json");
            over.set(true);
            assertThat(others.get(120, TimeUnit.SECONDS))
                    .allSatisfy(run -> assertThat(run.status()).as(run.err()).isLessThan(2));
        } finally {
            over.set(true);
            other.shutdownNow();
        }
        assertThat(reload.status()).as(reload.err()).isZero();
        assertThat(reload.out()).contains("\"state\":\"up\"", "\"startMillis\":", "smtp 127.0.0.1:" + server.port(25));
    }

    private void send(int port, AtomicBoolean over) {
        while (!over.get()) {
            int number = numbers.incrementAndGet();
            Smtp smtp;
            try {
                smtp = new Smtp(port);
            } catch (IOException e) {
                // Refused, reset, or closed before the greeting.
                refused.add(number + ": " + e);
                return;
            }
            try (smtp) {
                sendOne(smtp, number);
            } catch (IOException e) {
                // Who was inside is told to come back, and may be cut off after that: the mail was not acknowledged.
                interrupted.incrementAndGet();
            }
        }
    }

    private void deliveredOnce(Server server) {
        Awaitility.await().untilAsserted(() -> {
            Map<Integer, List<List<String>>> copies =
                    Delivered.of(server, List.of("kate@school.edu")).copies();
            assertThat(copies.keySet()).containsAll(accepted);
            assertThat(copies.values()).allSatisfy(each -> assertThat(each).hasSize(1));
        });
    }

    /** In memory; each class loader of a bundle refers to its own. */
    private static long frameworks(Server server) throws Exception {
        String pid = Long.toString(server.pid());
        Run.of(List.of("jcmd", pid, "GC.run"), "");
        return Run.of(List.of("jcmd", pid, "GC.class_histogram"), "")
                .out()
                .lines()
                .filter(line -> line.endsWith(" org.apache.felix.framework.Felix"))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aBrokenUpgradeIsRefusedOrTakenBack() throws Exception {
        Path own = copy();
        try (Server server = Server.demoOf(own, folder.resolve("home"))) {
            Path jar = smtpOf(own);
            Path kept = Files.copy(jar, folder.resolve("kept.jar"));
            replace(jar, Files.writeString(folder.resolve("new"), "half a jar"));
            Run refusal = server.posthouse("reload", "--all");
            assertThat(refusal.status()).isEqualTo(1);
            assertThat(refusal.err()).contains("nothing was restarted", jar.getFileName() + " is not whole");
            server.smtp().close();
            // Whole, but never to be resolved.
            Files.delete(jar);
            Distribution.altered("org.posthouse.protocol.smtp", Map.of("Import-Package", "org.example.nowhere"), jar);
            Run taken = server.posthouse("reload", "--all");
            assertThat(taken.status()).isEqualTo(1);
            assertThat(taken.err()).contains("org.example.nowhere", "what was there before serves again");
            try (Smtp smtp = server.smtp()) {
                smtp.expect("250", "EHLO client.example");
                assertThat(smtp.mail("ron@example.com", "kate@school.edu", "Subject: back\r\n\r\nback\r\n"))
                        .startsWith("250");
            }
            replace(jar, kept);
            List<Caller> idle = idle(server);
            assertThat(server.posthouse("reload", "--all").status()).isZero();
            server.smtp().close();
            for (Caller caller : idle) {
                assertThat(caller.line()).startsWith("* BYE ");
                caller.close();
            }
        }
    }

    /** They have been greeted, and say nothing. */
    private static List<Caller> idle(Server server) throws IOException {
        List<Caller> idle = new ArrayList<>();
        for (int i = 0; i < IDLE; i++) {
            Caller caller = new Caller(server.port(143));
            assertThat(caller.line()).startsWith("* OK ");
            idle.add(caller);
        }
        return idle;
    }

    private static void replace(Path jar, Path by) throws IOException {
        Files.move(by, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path smtpOf(Path distribution) throws IOException {
        return distribution
                .resolve("bundles")
                .resolve(Distribution.bundle("org.posthouse.protocol.smtp").getFileName());
    }

    /** A distribution of its own, to be broken. */
    private Path copy() throws IOException {
        Path from = Distribution.command().resolve("../..").normalize();
        Path to = folder.resolve("posthouse");
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.collect(Collectors.toList());
        }
        for (Path file : all) {
            Path target = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }
}
