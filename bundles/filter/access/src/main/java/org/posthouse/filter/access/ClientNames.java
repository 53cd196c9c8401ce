package org.posthouse.filter.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.posthouse.api.net.Client;

/**
 * Names of clients: what the connection knows, or else what DNS says and confirms. Looks up a few at a time, waits a moment for each, and
 * remembers what it found for some minutes. A name that is not known in time is no name.
 */
final class ClientNames implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final int REMEMBERED = 4096;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long KEPT = Duration.ofMinutes(5).toNanos();

    private final Function<InetAddress, Optional<String>> dns;
    private final LongSupplier nanoTime;
    private final ThreadPoolExecutor pool;
    private final Map<InetAddress, Found> found = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Found> eldest) {
            return size() > REMEMBERED;
        }
    };

    ClientNames() {
        this(ClientNames::confirmed, System::nanoTime);
    }

    ClientNames(Function<InetAddress, Optional<String>> dns, LongSupplier nanoTime) {
        this.dns = dns;
        this.nanoTime = nanoTime;
        AtomicInteger count = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(
                THREADS, THREADS, 20, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "posthouse-access-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /** The client's confirmed name; waits for it no longer than this. */
    Optional<String> of(Client client, Duration timeLeft) {
        Optional<String> known = client.name();
        return known.isPresent() ? known : lookUp(client.address().getAddress(), timeLeft);
    }

    private Optional<String> lookUp(InetAddress address, Duration timeLeft) {
        Future<Optional<String>> answer;
        synchronized (found) {
            Found before = found.get(address);
            if (before == null || nanoTime.getAsLong() - before.since() > KEPT) {
                try {
                    before = new Found(pool.submit(() -> dns.apply(address)), nanoTime.getAsLong());
                } catch (RejectedExecutionException tooMany) {
                    return Optional.empty();
                }
                found.put(address, before);
            }
            answer = before.answer();
        }
        try {
            return answer.get(Math.min(PATIENCE.toMillis(), timeLeft.toMillis()), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** The platform looks the name up, and then whether its addresses include this one; otherwise it gives the address back. */
    private static Optional<String> confirmed(InetAddress address) {
        try {
            // An address that carries no name yet.
            String name = InetAddress.getByAddress(address.getAddress()).getCanonicalHostName();
            return name.equals(address.getHostAddress()) ? Optional.empty() : Optional.of(name);
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** What was asked, and when. */
    private record Found(Future<Optional<String>> answer, long since) {}
}
