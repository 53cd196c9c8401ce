package org.posthouse.bench.work;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.posthouse.bench.report.Figure;

/**
 * What some clients have done at the same time.
 *
 * @param seconds until the last of them had left
 */
record Crowd(Times times, double seconds) {
    /** One of them, for one thread. */
    interface Client extends Closeable {
        /** Does its work once; the nanoseconds that count. */
        long once() throws IOException;
    }

    /** How each comes. */
    interface Arrival {
        Client come(int number) throws IOException;
    }

    /** True for so long from now. */
    static BooleanSupplier during(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> System.nanoTime() < end;
    }

    /** The same so many times a second at most, evenly; who asks waits for his turn. As often as is asked if the rate is 0. */
    static BooleanSupplier evenly(int rate, BooleanSupplier more) {
        if (rate == 0) {
            return more;
        }
        long apart = Duration.ofSeconds(1).toNanos() / rate;
        AtomicLong next = new AtomicLong(System.nanoTime());
        return () -> {
            long turn = next.getAndAdd(apart);
            for (long left = turn - System.nanoTime(); left > 0; left = turn - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            return more.getAsBoolean();
        };
    }

    /** True so often. */
    static BooleanSupplier times(int count) {
        AtomicInteger left = new AtomicInteger(count);
        return () -> left.getAndDecrement() > 0;
    }

    /** Lets so many work while there is more to do; the first failure is thrown when all have left. */
    static Crowd work(int sessions, BooleanSupplier more, Arrival arrival) throws IOException {
        AtomicInteger names = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(
                sessions, task -> new Thread(task, "bench-client-" + names.incrementAndGet()));
        Times times = new Times();
        long begin = System.nanoTime();
        try {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    try (Client client = arrival.come(number)) {
                        while (more.getAsBoolean()) {
                            times.add(client.once());
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> each : all) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } finally {
            threads.shutdownNow();
        }
        return new Crowd(times, (System.nanoTime() - begin) / 1e9);
    }

    double perSecond() {
        return times.count() / seconds;
    }

    /** How often it was done in a second, and how long it took. */
    Figure figure(String name, String unit) {
        return Figure.alone(name, unit, perSecond()).timed(times.millis(0.5), times.millis(0.99));
    }
}
