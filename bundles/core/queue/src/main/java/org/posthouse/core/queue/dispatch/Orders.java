package org.posthouse.core.queue.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.QueueAction;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Progress;
import org.posthouse.core.queue.spool.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what an administrator wants done with mail that waits, while nobody else is at it. */
final class Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    private final Spool spool;
    private final Dispatcher dispatcher;
    private final Conclusions conclusions;
    private final Traces traces;
    private final Supplier<Duration> patience;
    private final Clock clock;

    /** @param patience how long deliveries under way are waited for */
    Orders(
            Spool spool,
            Dispatcher dispatcher,
            Conclusions conclusions,
            Traces traces,
            Supplier<Duration> patience,
            Clock clock) {
        this.spool = spool;
        this.dispatcher = dispatcher;
        this.conclusions = conclusions;
        this.traces = traces;
        this.patience = patience;
        this.clock = clock;
    }

    /** Does it, safe on return; the ids of those it was done with, in this order. */
    List<String> apply(QueueAction action, Collection<Item> items) throws MailException {
        Set<Item> claimed = dispatcher.claim(items, patience.get());
        List<String> done = new ArrayList<>();
        List<CompletableFuture<?>> marks = new ArrayList<>();
        try {
            for (Item item : items) {
                Optional<CompletableFuture<?>> mark = claimed.contains(item) ? apply(action, item) : Optional.empty();
                mark.ifPresent(safe -> {
                    marks.add(safe);
                    done.add(item.id());
                });
            }
            Spool.await(CompletableFuture.allOf(marks.toArray(CompletableFuture[]::new)));
        } finally {
            claimed.forEach(dispatcher::over);
        }
        done.forEach(id -> traces.ordered(id, action));
        LOG.info(
                "{}: done with {} of {} mails, {} were under delivery",
                action,
                done.size(),
                items.size(),
                items.size() - claimed.size());
        return done;
    }

    /** The mark that makes it last; empty if there was nothing to do. */
    private Optional<CompletableFuture<?>> apply(QueueAction action, Item item) throws MailException {
        long now = clock.millis();
        return switch (action) {
            case RETRY -> change(item, Progress.Phase.WAITING, progress -> progress.dueAt(now));
            case HOLD -> change(item, Progress.Phase.WAITING, Progress::stopped);
            case RELEASE -> change(item, Progress.Phase.HELD, progress -> progress.released(now));
            case REQUEUE -> beginAnew(item, now);
            case BOUNCE ->
                conclusions.giveUp(item) ? Optional.of(CompletableFuture.completedFuture(item)) : Optional.empty();
            case DELETE -> delete(item);
        };
    }

    private Optional<CompletableFuture<?>> change(Item item, Progress.Phase in, UnaryOperator<Progress> change)
            throws MailException {
        Map<Integer, Progress> changed = new HashMap<>();
        for (int i = 0; i < item.count(); i++) {
            if (item.recipient(i).phase() == in) {
                changed.put(i, change.apply(item.recipient(i)));
            }
        }
        return changed.isEmpty() || item.removed() ? Optional.empty() : Optional.of(spool.mark(item, changed, true));
    }

    private Optional<CompletableFuture<?>> beginAnew(Item item, long now) throws MailException {
        Map<Integer, Progress> changed = new HashMap<>();
        for (int i = 0; i < item.count(); i++) {
            Progress.Phase phase = item.recipient(i).phase();
            if (phase.undecided()) {
                changed.put(i, item.recipient(i).begunAnew(now));
            }
        }
        return item.removed() ? Optional.empty() : Optional.of(spool.beginAnew(item, changed, now));
    }

    private Optional<CompletableFuture<?>> delete(Item item) throws MailException {
        conclusions.forget(item);
        return item.removed() ? Optional.empty() : Optional.of(spool.delete(item));
    }
}
