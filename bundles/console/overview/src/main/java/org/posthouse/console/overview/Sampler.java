package org.posthouse.console.overview;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a sample of the server at the end of each minute, one when it begins, and one when it ends, so that no mail is left out. On a
 * thread of its own that ends with it.
 */
final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final String ACCEPTED = "accepted";
    /** So many of the mails accepted last tell how long that takes. */
    private static final int ASKED = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Threads wake a little early or late. */
    private static final Duration AFTER = Duration.ofMillis(50);

    private final Trace trace;
    private final MailQueue queue;
    private final Listeners listeners;
    private final Clock clock;
    private final History history;
    private final Counted counted;
    private final ScheduledExecutorService thread;
    private Instant last;
    private long queued;

    Sampler(Trace trace, MailQueue queue, Listeners listeners, Clock clock, History history, Counted counted) {
        this.trace = trace;
        this.counted = counted;
        this.queue = queue;
        this.listeners = listeners;
        this.clock = clock;
        this.history = history;
        this.last = clock.instant();
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "posthouse-overview-1");
            made.setDaemon(true);
            return made;
        });
        thread.execute(this::tick);
    }

    private void tick() {
        try {
            take();
        } catch (MailException | RuntimeException e) {
            LOG.debug("a minute is not known", e);
        } finally {
            again();
        }
    }

    /** By the clock, which goes otherwise than the time that threads wait. */
    private void again() {
        Instant now = clock.instant();
        Instant next = now.truncatedTo(ChronoUnit.MINUTES).plus(MINUTE).plus(AFTER);
        try {
            var unused = thread.schedule(this::tick, Duration.between(now, next).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("it has ended", e);
        }
    }

    /** A minute has passed. */
    private synchronized void take() throws MailException {
        Instant now = clock.instant();
        queued = waiting();
        List<Long> micros = accepting(now);
        history.add(new Sample(
                now,
                counted.since(trace.totals()),
                queued,
                connections(last),
                quantile(micros, 0.5),
                quantile(micros, 0.99),
                longest(micros, last)));
        last = now;
    }

    /** What has come since, without asking anybody who may be on his way out. */
    private synchronized void takeLast() {
        history.add(new Sample(
                clock.instant(),
                counted.since(trace.totals()),
                queued,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    private long waiting() throws MailException {
        try (Stream<QueuedMail> mails = queue.waiting()) {
            return mails.count();
        }
    }

    /** Also those that came and went since. */
    private Map<String, Long> connections(Instant since) {
        Map<String, Long> counts = new HashMap<>();
        listeners.services().forEach(each -> counts.put(each.protocol(), 0L));
        listeners.connections().forEach(each -> counts.merge(each.protocol(), 1L, Long::sum));
        listeners.peaks(since).forEach((protocol, most) -> counts.merge(protocol, most, Math::max));
        return counts;
    }

    /** Of all mails, and not only of those that were looked at. */
    private Optional<Long> longest(List<Long> sorted, Instant since) {
        OptionalLong known = trace.longest(ACCEPTED, since);
        return known.isPresent() ? Optional.of(known.getAsLong()) : quantile(sorted, 1);
    }

    private List<Long> accepting(Instant now) {
        Trace.Search search =
                new Trace.Search(Optional.empty(), Set.of(ACCEPTED), Optional.of(now.minus(MINUTE)), Optional.empty());
        return trace.search(search, ASKED, PATIENCE).lives().stream()
                .map(Trace.Life::found)
                .map(TraceStep::micros)
                .filter(each -> each > 0)
                .sorted()
                .toList();
    }

    /** By the nearest rank. */
    static Optional<Long> quantile(List<Long> sorted, double part) {
        return sorted.isEmpty()
                ? Optional.empty()
                : Optional.of(sorted.get((int) Math.max(0, Math.ceil(part * sorted.size()) - 1)));
    }

    @Override
    public void close() {
        thread.shutdownNow();
        takeLast();
    }
}
