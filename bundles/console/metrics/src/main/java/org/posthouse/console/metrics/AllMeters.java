package org.posthouse.console.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.FieldOption;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.posthouse.api.metrics.Family;
import org.posthouse.api.metrics.Meter;
import org.posthouse.api.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the meters there are at that moment, beside each other. One that fails, or is late, has no figures; it is not asked again before it is back. */
@Component(name = "org.posthouse.console.metrics")
public final class AllMeters implements Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(AllMeters.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int THREADS = 32;

    private final ExecutorService threads = new ThreadPoolExecutor(
            0, THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), named(new AtomicInteger()));
    private final Set<Meter> asked = ConcurrentHashMap.newKeySet();
    private final Duration patience;

    @Reference(policy = ReferencePolicy.DYNAMIC, fieldOption = FieldOption.REPLACE)
    private volatile List<Meter> meters;

    @Activate
    public AllMeters() {
        this(List.of(), PATIENCE);
    }

    AllMeters(List<Meter> meters, Duration patience) {
        this.meters = meters;
        this.patience = patience;
    }

    private static ThreadFactory named(AtomicInteger number) {
        return task -> {
            Thread thread = new Thread(task, "posthouse-metrics-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Deactivate
    void stop() {
        threads.shutdownNow();
    }

    /** One at a time: who asks while another does waits for his own answer. */
    @Override
    public synchronized List<Family> families() {
        Map<Meter, Future<List<Family>>> answers = new LinkedHashMap<>();
        for (Meter meter : meters) {
            if (asked.add(meter)) {
                ask(meter, answers);
            }
        }
        long end = System.nanoTime() + patience.toNanos();
        TreeMap<String, Family> all = new TreeMap<>();
        answers.forEach((meter, answer) -> {
            try {
                long left = Math.max(0, end - System.nanoTime());
                answer.get(left, TimeUnit.NANOSECONDS)
                        .forEach(family -> all.merge(family.name(), family, AllMeters::joined));
            } catch (ExecutionException e) {
                LOG.warn("{} has no figures", meter.getClass().getName(), e.getCause());
            } catch (TimeoutException e) {
                LOG.warn("{} is late with its figures", meter.getClass().getName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return List.copyOf(all.values());
    }

    private void ask(Meter meter, Map<Meter, Future<List<Family>>> answers) {
        try {
            answers.put(meter, threads.submit(() -> {
                try {
                    return List.copyOf(meter.families());
                } finally {
                    asked.remove(meter);
                }
            }));
        } catch (RejectedExecutionException e) {
            asked.remove(meter);
            LOG.warn(
                    "{} is not asked: too many others are late",
                    meter.getClass().getName());
        }
    }

    private static Family joined(Family one, Family other) {
        List<Family.Sample> samples = new ArrayList<>(one.samples());
        samples.addAll(other.samples());
        return new Family(one.name(), one.type(), one.help(), samples);
    }

    @Override
    public String text() {
        return Exposition.text(families());
    }
}
