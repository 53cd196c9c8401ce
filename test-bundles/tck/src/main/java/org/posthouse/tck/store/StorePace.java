package org.posthouse.tck.store;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.StoreOp;
import org.posthouse.spi.store.StoreBackend;

/**
 * How fast a store takes deliveries, and what they cost: run by hand, on an empty home. Arguments: class of the {@link StoreFolder}, home,
 * threads, accounts, octets of a message, seconds.
 */
final class StorePace {
    private final StoreBackend store;
    private final int accounts;
    private final byte[] message;
    private final byte[] structure = new byte[600];
    private final AtomicLong number = new AtomicLong();

    private StorePace(StoreBackend store, int accounts, int octets) {
        this.store = store;
        this.accounts = accounts;
        this.message = new byte[octets];
        Arrays.fill(message, (byte) 'x');
    }

    /** Prints a line of figures. */
    public static void main(String[] arguments) throws Exception {
        StoreFolder folder = Class.forName(arguments[0])
                .asSubclass(StoreFolder.class)
                .getDeclaredConstructor()
                .newInstance();
        int threads = Integer.parseInt(arguments[2]);
        StorePace pace = new StorePace(
                folder.open(Path.of(arguments[1])), Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
        pace.begin();
        int seconds = Integer.parseInt(arguments[5]);
        pace.run(threads, Math.max(1, seconds / 3), Optional.empty());
        pace.run(threads, seconds, Optional.of(System.out));
        folder.close();
    }

    private void begin() throws Exception {
        for (int i = 0; i < accounts; i++) {
            commit(i, new StoreOp.CreateMailbox("inbox", "INBOX"));
        }
    }

    private void commit(long account, StoreOp step) throws Exception {
        AccountId id = new AccountId("account-" + account);
        store.commit(id, "operation-" + number.incrementAndGet(), Optional.empty(), List.of(step));
    }

    private void run(int threads, int seconds, Optional<PrintStream> says) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        List<Callable<long[]>> calls = IntStream.range(0, threads)
                .<Callable<long[]>>mapToObj(i -> () -> deliverUntil(end))
                .toList();
        LongStream.Builder nanos = LongStream.builder();
        for (Future<long[]> result : pool.invokeAll(calls)) {
            Arrays.stream(result.get()).forEach(nanos::add);
        }
        pool.shutdown();
        double took = (System.nanoTime() - begin) / 1e9;
        long[] all = nanos.build().sorted().toArray();
        long spent = cpuNanos() - cpu;
        says.ifPresent(out -> out.printf(
                "%d threads, %d accounts, %d octets: %.0f deliveries/s, %d µs CPU each, p50 %d µs, p99 %d µs%n",
                threads,
                accounts,
                message.length,
                all.length / took,
                spent / 1000 / all.length,
                all[all.length / 2] / 1000,
                all[all.length * 99 / 100] / 1000));
    }

    private long[] deliverUntil(long end) throws Exception {
        LongStream.Builder nanos = LongStream.builder();
        for (long now = System.nanoTime(); now < end; ) {
            commit(
                    number.get() % accounts,
                    new StoreOp.Append("inbox", Content.of(message), structure, Set.of(), Instant.EPOCH, "email"));
            long then = System.nanoTime();
            nanos.add(then - now);
            now = then;
        }
        return nanos.build().toArray();
    }

    private static long cpuNanos() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean sun ? sun.getProcessCpuTime() : 0;
    }
}
