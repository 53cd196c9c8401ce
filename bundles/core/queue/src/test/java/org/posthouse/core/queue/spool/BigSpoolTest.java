package org.posthouse.core.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.Content;
import org.posthouse.tck.queue.QueueHouse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class BigSpoolTest {
    private static final Logger LOG = LoggerFactory.getLogger(BigSpoolTest.class);
    private static final int MAILS = 100_000;
    private static final int THREADS = 64;
    private static final SpoolSettings SETTINGS = new SpoolSettings(64 << 20, 0, Duration.ofSeconds(1));

    @TempDir
    Path folder;

    @Test
    void aHundredThousandMailsAreThereAtOnceAndTakeLittleMemory() throws Exception {
        fill();
        long before = used();
        long start = System.nanoTime();
        try (Spool spool = new Spool(folder, SETTINGS)) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(spool.items()).hasSize(MAILS);
            long each = (used() - before) / MAILS;
            LOG.warn("{} mails opened in {}, {} octets of heap each", MAILS, took, each);
            // The addresses of a mail take about 150 octets of these.
            assertThat(each).isLessThan(400);
        }
    }

    private void fill() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        Content content = Content.of(new byte[4096]);
        Instant now = Instant.now();
        try (Spool spool = new Spool(folder, SETTINGS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < MAILS; i++) {
                int number = i;
                running.add(pool.submit(() -> {
                    String id = "1KE6JQ%07d".formatted(number);
                    String to = "kate" + number + "@here.example";
                    spool.enqueue(QueueHouse.envelope(id, to), content, now, now, taken -> {});
                    return id;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
