package org.posthouse.store.log;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.StoreOp;

/**
 * What an index costs in memory, how fast a mailbox opens, and how soon room comes back while mail goes on: run by hand, on an empty home.
 * Arguments: home, {@code memory}, {@code open} or {@code compact}, and how many mailboxes, messages, or megabytes.
 */
final class LogFigures {
    private static final AccountId KATE = new AccountId("kate");
    private static final int AT_ONCE = 100;

    private final Path home;
    private final PrintStream out;
    private final AtomicLong number = new AtomicLong();

    private LogFigures(Path home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /** Prints figures. */
    public static void main(String[] arguments) throws Exception {
        LogFigures figures = new LogFigures(Path.of(arguments[0]), System.out);
        int count = Integer.parseInt(arguments[2]);
        switch (arguments[1]) {
            case "memory" -> figures.memory(count);
            case "open" -> figures.open(count);
            default -> figures.compact(count);
        }
    }

    private LogStore store(long indexed) {
        return new LogStore(home, new Settings(indexed, 0, 64 << 20, 2), Clock.systemUTC());
    }

    private void commit(LogStore store, AccountId account, List<StoreOp> steps) throws Exception {
        store.commit(account, "operation-" + number.incrementAndGet(), Optional.empty(), steps);
    }

    private void fill(LogStore store, AccountId account, int messages, byte[] message) throws Exception {
        commit(store, account, List.of(new StoreOp.CreateMailbox("box", "INBOX")));
        for (int done = 0; done < messages; done += AT_ONCE) {
            List<StoreOp> steps = new ArrayList<>();
            for (int i = done; i < Math.min(messages, done + AT_ONCE); i++) {
                steps.add(append(message));
            }
            commit(store, account, steps);
        }
    }

    private static StoreOp append(byte[] message) {
        return new StoreOp.Append("box", Content.of(message), new byte[600], Set.of(), Instant.EPOCH, "E");
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void memory(int mailboxes) throws Exception {
        int each = 100;
        try (LogStore store = store(100_000_000)) {
            for (int i = 0; i < mailboxes; i++) {
                fill(store, new AccountId("account-" + i), each, new byte[100]);
            }
        }
        for (long indexed : new long[] {100_000_000, (long) mailboxes * each / 10}) {
            try (LogStore store = store(indexed)) {
                store.usage(new AccountId("account-0"));
                long before = heap();
                for (int i = 0; i < mailboxes; i++) {
                    store.read(new AccountId("account-" + i), "box");
                }
                long taken = heap() - before;
                out.printf(
                        Locale.ROOT,
                        "%d mailboxes of %d messages open, at most %d indexed: %d KiB, %.1f octets a message%n",
                        mailboxes,
                        each,
                        indexed,
                        taken >> 10,
                        taken / (double) Math.min(indexed, (long) mailboxes * each));
            }
        }
    }

    private void open(int messages) throws Exception {
        try (LogStore store = store(100_000_000)) {
            fill(store, KATE, messages, new byte[100]);
            for (Shard shard : store.opened().shards()) {
                for (Line line : shard.directory().lines()) {
                    Scribe.write(shard, line, Mover.none(shard));
                }
            }
        }
        for (int round = 0; round < 8; round++) {
            try (LogStore store = store(100_000_000)) {
                store.usage(new AccountId("nobody"));
                long before = heap();
                long begin = System.nanoTime();
                int count = store.read(KATE, "box").count();
                long cold = System.nanoTime() - begin;
                begin = System.nanoTime();
                store.read(KATE, "box");
                long warm = System.nanoTime() - begin;
                out.printf(
                        Locale.ROOT,
                        "%d messages: cold %d µs, warm %d µs, %.1f octets a message%n",
                        count,
                        cold / 1000,
                        warm / 1000,
                        (heap() - before) / (double) count);
            }
        }
    }

    private void compact(int megabytes) throws Exception {
        byte[] message = new byte[10_000];
        Arrays.fill(message, (byte) 'x');
        int messages = (int) ((long) megabytes * 1_000_000 / message.length);
        try (LogStore store = store(100_000_000)) {
            fill(store, KATE, messages, message);
            for (int i = 0; i < 100; i++) {
                fill(store, new AccountId("account-" + i), 0, message);
            }
            AtomicBoolean over = new AtomicBoolean();
            deliver(store, Duration.ofSeconds(20), new AtomicBoolean(), message, "before");
            out.printf(Locale.ROOT, "%d MB in segments%n", octets() / 1_000_000);
            long[] gone = LongStream.rangeClosed(1, messages)
                    .filter(uid -> uid % 10 != 0)
                    .toArray();
            commit(store, KATE, List.of(new StoreOp.Expunge("box", gone)));
            long begin = System.nanoTime();
            ExecutorService watch = Executors.newSingleThreadExecutor();
            Future<Long> took = watch.submit(() -> {
                while (octets() > 300_000_000L) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                over.set(true);
                return System.nanoTime() - begin;
            });
            deliver(store, Duration.ofSeconds(300), over, message, "while room comes back");
            out.printf(
                    Locale.ROOT, "%.1f s until %d MB were left in segments%n", took.get() / 1e9, octets() / 1_000_000);
            watch.shutdown();
            deliver(store, Duration.ofSeconds(20), new AtomicBoolean(), message, "after");
        }
    }

    /** About 100 mails a second. */
    private void deliver(LogStore store, Duration most, AtomicBoolean over, byte[] message, String when)
            throws Exception {
        long end = System.nanoTime() + most.toNanos();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Callable<long[]>> calls = IntStream.range(0, 4)
                .<Callable<long[]>>mapToObj(thread -> () -> deliverUntil(store, end, over, message))
                .toList();
        LongStream.Builder all = LongStream.builder();
        for (Future<long[]> each : pool.invokeAll(calls)) {
            Arrays.stream(each.get()).forEach(all::add);
        }
        pool.shutdown();
        long[] nanos = all.build().sorted().toArray();
        out.printf(
                Locale.ROOT,
                "%d deliveries %s: p50 %d µs, p99 %d µs%n",
                nanos.length,
                when,
                nanos[nanos.length / 2] / 1000,
                nanos[nanos.length * 99 / 100] / 1000);
    }

    private long[] deliverUntil(LogStore store, long end, AtomicBoolean over, byte[] message) throws Exception {
        LongStream.Builder nanos = LongStream.builder();
        while (System.nanoTime() < end && !over.get()) {
            AccountId account = new AccountId("account-" + number.get() % 100);
            long begin = System.nanoTime();
            commit(store, account, List.of(append(message)));
            nanos.add(System.nanoTime() - begin);
            TimeUnit.MILLISECONDS.sleep(40);
        }
        return nanos.build().toArray();
    }

    private long octets() throws IOException {
        long sum = 0;
        for (int shard = 0; shard < 2; shard++) {
            try (Stream<Path> files = Files.list(TestStore.folder(home).resolve(Integer.toString(shard)))) {
                sum += files.filter(file -> file.toString().endsWith(".seg")).count() * (64L << 20);
            }
        }
        return sum;
    }
}
