package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A filter misbehaves in every way there is while mail flows: mail goes on, and another filter judges all of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BreakerIT {
    private static final String NAUGHTY = "org.posthouse.naughty.filter";
    private static final String PIPELINE = "org.posthouse.core.pipeline";
    private static final List<String> USERS = List.of("kate@school.edu", "ron@example.com");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SENDERS = 16;
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");

    private Path home;
    private Server server;
    private Load load;
    private final Set<Integer> accepted = new HashSet<>();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = folder;
        server = Server.demo(home);
        Files.copy(Distribution.exampleFilter("1.0.0"), home.resolve("plugins/example-filter.jar"));
        Files.copy(Distribution.naughtyFilter(), home.resolve("plugins/naughty-filter.jar"));
        set(PIPELINE, "filterDeadlineSeconds=1", "filterSlowMillis=300", "breakerFailures=3");
        set(PIPELINE, "breakerWaitSeconds=1", "breakerLongestWaitSeconds=2");
        await().atMost(PATIENCE)
                .until(
                        () -> server.posthouse("filter", "order").out(),
                        order -> order.contains(NAUGHTY) && order.contains("org.posthouse.example.filter"));
        load = new Load(server.port(25), 4, LONG ? 200 : 40, USERS).begin();
    }

    @AfterAll
    void everyMailWasTakenOnceAndJudgedByTheOtherFilter() throws Exception {
        try {
            endLoad();
            SwapUnderLoadIT.awaitEmptyQueue(server);
            Delivered delivered = Delivered.of(server, USERS);
            assertThat(delivered.copies().keySet()).isEqualTo(accepted);
            assertThat(delivered.copies().values()).allMatch(List.of(List.of("1.0.0"))::equals);
        } finally {
            server.close();
        }
    }

    @Test
    void whateverItDoesItsBreakerOpensAndItHealsWithItsSetting() throws Exception {
        for (String way : LONG ? List.of("throw", "error", "deep", "sleep", "slow") : List.of("error", "sleep")) {
            set(NAUGHTY, "behaviour=" + way);
            awaitState("open");
            // Each second or two a mail tries it.
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(server.posthouse("plugin", "why", NAUGHTY).out()).contains("its breaker is open since");
                assertThat(server.posthouse("plugin", "list", "--json").out()).contains("its breaker is open since");
                assertThat(row()).contains("failing");
            });
            set(NAUGHTY, "behaviour=good");
            awaitState("closed");
            assertThat(row()).contains("live");
        }
        assertThat(server.posthouse("plugin", "why", NAUGHTY).out()).doesNotContain("breaker");
    }

    @Test
    void othersDoNotNoticeAFilterThatHangs() throws Exception {
        Latency mail = replies();
        AtomicInteger asked = new AtomicInteger();
        Latency imap = answersUntil(() -> asked.incrementAndGet() == 1000);
        ExecutorService watcher = Executors.newSingleThreadExecutor();
        try {
            // Nobody tries it meanwhile: who does waits for it, as long as filterSlowMillis.
            set(PIPELINE, "breakerWaitSeconds=60", "breakerLongestWaitSeconds=60");
            set(NAUGHTY, "behaviour=sleep");
            Future<?> open = watcher.submit(() -> awaitState("open"));
            Latency imapMeanwhile = answersUntil(open::isDone);
            open.get(120, TimeUnit.SECONDS);
            Latency mailMeanwhile = replies();
            System.out.println("other mail while a filter hangs: " + mailMeanwhile + "; without: " + mail);
            System.out.println("IMAP while a filter begins to hang: " + imapMeanwhile + "; without: " + imap);
            if (LONG) {
                assertThat(mailMeanwhile.p99()).isLessThan(2 * mail.p99());
                assertThat(imapMeanwhile.p99()).isLessThan(2 * imap.p99());
            }
        } finally {
            watcher.shutdownNow();
            set(PIPELINE, "breakerWaitSeconds=1", "breakerLongestWaitSeconds=2");
            set(NAUGHTY, "behaviour=good");
            awaitState("closed");
        }
    }

    @Test
    void itHealsByItselfWhenWhatItLackedIsThere() throws Exception {
        Path trouble = Files.createFile(home.resolve("trouble"));
        set(NAUGHTY, "behaviour=throw", "whileThereIs=" + trouble);
        awaitState("open");
        assertThat(server.posthouse("health").out()).contains("its breaker is open since");
        Files.delete(trouble);
        awaitState("closed");
        set(NAUGHTY, "behaviour=good", "whileThereIs=");
    }

    @Test
    void howeverWellItDidWithFourThreadsLostItIsOutUntilItIsStartedAnew() throws Exception {
        Path trouble = home.resolve("more-trouble");
        set(NAUGHTY, "behaviour=" + (LONG ? "spin" : "loop"), "whileThereIs=" + trouble);
        replies();
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            Files.createFile(trouble);
            List<Future<String>> sent = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                sent.add(senders.submit(this::send));
            }
            for (Future<String> each : sent) {
                assertThat(each.get(120, TimeUnit.SECONDS)).startsWith("250");
            }
        } finally {
            senders.shutdownNow();
        }
        awaitState("out");
        assertThat(show()).contains("\"abandoned\":4");
        assertThat(server.posthouse("plugin", "why", NAUGHTY).out()).contains("it is out since");
        assertThat(row()).contains("out");
        assertThat(send()).startsWith("250");
        set(NAUGHTY, "whileThereIs=");
        set(NAUGHTY, "behaviour=throw");
        awaitState("open");
        set(NAUGHTY, "behaviour=good");
        awaitState("closed");
    }

    @Test
    void mailIsHeldOrPutOffIfAnAdministratorWantsThat() throws Exception {
        endLoad();
        try {
            set(NAUGHTY, "behaviour=throw");
            Run refused = server.posthouse("config", "set", PIPELINE, "whenFailing=" + NAUGHTY + "=nonsense");
            assertThat(refused.status()).isNotZero();
            assertThat(refused.err()).contains("whenFailing is NAME=pass, NAME=defer or NAME=hold");
            set(PIPELINE, "whenFailing=" + NAUGHTY + "=hold");
            String reply = send();
            assertThat(reply).startsWith("250");
            String id = reply.substring(reply.lastIndexOf(' ') + 1).strip();
            assertThat(server.posthouse("queue", "list").out()).contains(id, "held");
            assertThat(server.posthouse("trace", id).out()).contains("hold: ");
            assertThat(server.posthouse("queue", "delete", id).status()).isZero();
            set(PIPELINE, "whenFailing=" + NAUGHTY + "=defer");
            assertThat(send()).startsWith("451 4.3.0");
            assertThat(row()).contains("defer");
        } finally {
            set(PIPELINE, "whenFailing=");
            set(NAUGHTY, "behaviour=good");
            load = new Load(server.port(25), 4, 40, USERS)
                    .numberedFrom(load.last())
                    .begin();
        }
    }

    private void endLoad() throws InterruptedException {
        load.end();
        assertThat(load.faults()).isEmpty();
        assertThat(load.unknown()).isEmpty();
        accepted.addAll(load.accepted());
    }

    private void set(String pid, String... values) throws Exception {
        String[] words = new String[values.length + 3];
        words[0] = "config";
        words[1] = "set";
        words[2] = pid;
        System.arraycopy(values, 0, words, 3, values.length);
        Run run = server.posthouse(words);
        assertThat(run.status()).as(run.err()).isZero();
    }

    private String show() throws Exception {
        return server.posthouse("plugin", "show", NAUGHTY, "--json").out().replaceAll("\\s", "");
    }

    private void awaitState(String state) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(show())
                .contains("\"state\":\"" + state + "\""));
    }

    private String row() throws Exception {
        return server.posthouse("filter", "order")
                .out()
                .lines()
                .filter(line -> line.contains(NAUGHTY))
                .findFirst()
                .orElse("");
    }

    private String send() throws IOException {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            return smtp.mail("somebody@elsewhere.example", "kate@school.edu", "Subject: x\r\n\r\nx\r\n");
        }
    }

    /** How long mails take. */
    private Latency replies() throws IOException {
        long[] nanos = new long[LONG ? 2000 : 200];
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            for (int i = 0; i < nanos.length; i++) {
                long begin = System.nanoTime();
                assertThat(smtp.mail("somebody@elsewhere.example", "ron@example.com", "Subject: x\r\n\r\nx\r\n"))
                        .startsWith("250");
                nanos[i] = System.nanoTime() - begin;
            }
        }
        return Latency.of(nanos);
    }

    /** How long an IMAP client waits for answers, asking again and again until then. */
    private Latency answersUntil(BooleanSupplier enough) throws IOException {
        LongStream.Builder nanos = LongStream.builder();
        try (Imap imap = server.imap("ron@example.com")) {
            do {
                long begin = System.nanoTime();
                imap.ok("NOOP");
                nanos.add(System.nanoTime() - begin);
            } while (!enough.getAsBoolean());
        }
        return Latency.of(nanos.build().toArray());
    }

    private record Latency(long median, long p99, long most) {
        static Latency of(long... nanos) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return new Latency(sorted[sorted.length / 2], sorted[sorted.length * 99 / 100], sorted[sorted.length - 1]);
        }

        @Override
        public String toString() {
            return String.format("median %.1f, p99 %.1f, most %.1f ms", median / 1e6, p99 / 1e6, most / 1e6);
        }
    }
}
