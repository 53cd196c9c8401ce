package org.posthouse.console.overview;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
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

/** Takes a sample of the server each minute, on a thread of its own that ends with it. */
final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final String ACCEPTED = "accepted";
    /** So many of the mails accepted last tell how long that takes. */
    private static final int ASKED = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Trace trace;
    private final MailQueue queue;
    private final Listeners listeners;
    private final Clock clock;
    private final History history;
    private final ScheduledExecutorService thread;
    private Map<String, Long> before;
    private Instant last;

    Sampler(Trace trace, MailQueue queue, Listeners listeners, Clock clock, History history) {
        this.trace = trace;
        this.queue = queue;
        this.listeners = listeners;
        this.clock = clock;
        this.history = history;
        this.before = trace.totals();
        this.last = clock.instant();
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "posthouse-overview-1");
            made.setDaemon(true);
            return made;
        });
        thread.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.MINUTES);
    }

    private void tick() {
        try {
            take();
        } catch (MailException | RuntimeException e) {
            LOG.debug("a minute is not known", e);
        }
    }

    /** A minute has passed. */
    void take() throws MailException {
        Instant now = clock.instant();
        Map<String, Long> totals = trace.totals();
        Map<String, Long> events = new HashMap<>();
        totals.forEach((stage, count) -> {
            long last = before.getOrDefault(stage, 0L);
            // Less than before: it counts anew.
            events.put(stage, count >= last ? count - last : count);
        });
        before = totals;
        List<Long> micros = accepting(now);
        history.add(new Sample(
                now,
                events,
                waiting(),
                connections(last),
                quantile(micros, 0.5),
                quantile(micros, 0.99),
                longest(micros, last)));
        last = now;
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
    }
}
