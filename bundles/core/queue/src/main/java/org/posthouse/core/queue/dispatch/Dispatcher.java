package org.posthouse.core.queue.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is next: leases mails that are due, gives their ends to lanes, and lets the lanes take turns, so that one slow place holds up
 * nobody else. What is done in a turn is the {@link Rounds}' affair.
 */
final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    /** The clock is looked at this often at least: it may have been set. */
    private static final Duration CLOCK_CHECK = Duration.ofMinutes(1);

    private static final Duration FAREWELL = Duration.ofSeconds(4);

    private final Supplier<DispatchSettings> settings;
    private final Clock clock;
    private final Workers workers;
    private final ScheduledThreadPoolExecutor timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Lanes lanes;
    private final PriorityQueue<Due> later = new PriorityQueue<>();
    private final Set<Item> leased = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Who waits to claim a mail, and how many of them. */
    private final IdentityHashMap<Item, Integer> wanted = new IdentityHashMap<>();

    private ScheduledFuture<?> alarm;
    private long lastSeen;
    private boolean stopping;

    /** @param next when the mail's next recipient was due as this was made: if that has changed, this does not count any more */
    private record Due(long millis, long next, Item item) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(millis, other.millis);
        }
    }

    /** A turn: what is done for the jobs. */
    interface Turn {
        /** @param lost to be called if the thread that runs this will not come back; then the jobs are {@linkplain #giveUp given up} */
        void run(List<Lane.Job> jobs, Runnable lost);

        /** Who is at them does not come back. */
        void giveUp(List<Lane.Job> jobs);

        /** They will not be done in this round. */
        void withdraw(List<Lane.Job> jobs);
    }

    private final Turn turn;

    Dispatcher(Supplier<DispatchSettings> settings, Clock clock, Turn turn) {
        this.settings = settings;
        this.clock = clock;
        this.turn = turn;
        this.lanes = new Lanes(settings);
        this.workers = new Workers(settings.get().workers());
        this.timer = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "posthouse-queue-timer"));
        timer.setRemoveOnCancelPolicy(true);
        this.lastSeen = clock.millis();
        this.alarm = timer.schedule(this::wake, CLOCK_CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    Workers workers() {
        return workers;
    }

    /** The settings are others now. */
    void resettle() {
        workers.resize(settings.get().workers());
        locked(() -> {});
    }

    /** Runs something short on the timer's thread. */
    void soon(Runnable task) {
        if (!timer.isShutdown()) {
            timer.execute(task);
        }
    }

    /** Does something short after a while on the timer's thread. */
    void after(Duration pause, Runnable task) {
        var unused = timer.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Does something short again and again on the timer's thread. */
    void every(Duration pause, Runnable task) {
        var unused = timer.scheduleWithFixedDelay(task, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A mail that is here: it begins when its first recipient is due. */
    void add(Item item) {
        locked(() -> await(item));
    }

    /** The round of a mail, or a claim to it, is over: it waits for its next one, if there is something left to do. */
    void over(Item item) {
        locked(() -> {
            leased.remove(item);
            changed.signalAll();
            if (!wanted.containsKey(item)) {
                await(item);
            }
        });
    }

    /**
     * Keeps these mails from being delivered until each is {@link #over}. What has not begun of a round under way is put off, what has
     * is waited for; who is still under way after so long is not among those that are claimed.
     */
    Set<Item> claim(Collection<Item> items, Duration patience) {
        Set<Item> claimed = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Item> left = Collections.newSetFromMap(new IdentityHashMap<>());
        left.addAll(items);
        locked(() -> left.forEach(item -> wanted.merge(item, 1, Integer::sum)));
        try {
            withdraw(left);
            locked(() -> take(left, claimed, patience));
        } finally {
            locked(() -> items.forEach(this::unwanted));
        }
        return claimed;
    }

    private void withdraw(Set<Item> items) {
        List<Lane.Job> withdrawn = new ArrayList<>();
        locked(() -> withdrawn.addAll(lanes.withdraw(items)));
        turn.withdraw(withdrawn);
    }

    /** Moves those that are free from one to the other, until all are or the time is over. */
    private void take(Set<Item> left, Set<Item> claimed, Duration patience) {
        try {
            for (long nanos = patience.toNanos(); ; nanos = changed.awaitNanos(nanos)) {
                for (Iterator<Item> items = left.iterator(); items.hasNext(); ) {
                    Item item = items.next();
                    if (leased.add(item)) {
                        claimed.add(item);
                        items.remove();
                    }
                }
                if (left.isEmpty() || stopping || nanos <= 0) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void unwanted(Item item) {
        wanted.computeIfPresent(item, (same, count) -> count == 1 ? null : count - 1);
        await(item);
    }

    /**
     * Jobs of one mail for these destinations. They come at once, for what goes to the same place is begun together: when the turn that
     * found them ends, on whose thread this is.
     */
    void lanes(Item item, Map<String, List<Lane.Job>> jobs) {
        lock.lock();
        try {
            if (!wanted.containsKey(item)) {
                jobs.forEach((destination, all) -> all.forEach(job -> lanes.add(destination, job)));
                return;
            }
        } finally {
            lock.unlock();
        }
        jobs.values().forEach(turn::withdraw);
    }

    boolean leased(Item item) {
        lock.lock();
        try {
            return leased.contains(item);
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the clock: due mails begin. */
    void wake() {
        locked(() -> {
            rebase();
            long now = clock.millis();
            while (!later.isEmpty() && later.peek().millis() <= now) {
                Due due = later.remove();
                if (next(due.item()) == due.next()) {
                    begin(due.item(), Math.max(now, due.next()));
                }
            }
            setAlarm();
        });
    }

    private void locked(Runnable task) {
        lock.lock();
        try {
            task.run();
            pump();
        } finally {
            lock.unlock();
        }
    }

    private void await(Item item) {
        if (stopping || leased.contains(item) || item.removed()) {
            return;
        }
        long next = next(item);
        long now = clock.millis();
        if (next <= now) {
            begin(item, now);
        } else if (next < Long.MAX_VALUE) {
            later.add(new Due(sane(item, next, now), next, item));
            if (later.peek().item() == item) {
                setAlarm();
            }
        }
    }

    /** A round for the recipients that were due up to then. */
    private void begin(Item item, long upTo) {
        if (!stopping && !item.removed() && leased.add(item)) {
            lanes.add(Lanes.ROUTING, new Rounds.Begin(item, upTo));
        }
    }

    static long next(Item item) {
        return item.recipients().stream()
                .filter(recipient -> recipient.phase().comesUp())
                .mapToLong(Progress::nextMillis)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** What has been tried is due within the longest pause, whatever the clock was when that was noted. */
    private long sane(Item item, long next, long now) {
        boolean tried = item.recipients().stream()
                .anyMatch(recipient -> recipient.status().isPresent());
        return tried ? Math.min(next, now + settings.get().schedule().longest().toMillis()) : next;
    }

    /** When the clock was set back, nobody waits longer than he would have from now on. */
    private void rebase() {
        long now = clock.millis();
        if (now < lastSeen - CLOCK_CHECK.toMillis()) {
            LOG.warn("the clock was set back by {} s", (lastSeen - now) / 1000);
            List<Due> all = List.copyOf(later);
            later.clear();
            all.forEach(due -> later.add(new Due(sane(due.item(), due.next(), now), due.next(), due.item())));
        }
        lastSeen = now;
    }

    private void setAlarm() {
        if (stopping) {
            return;
        }
        long wait = CLOCK_CHECK.toMillis();
        if (!later.isEmpty()) {
            wait = Math.max(1, Math.min(wait, later.peek().millis() - clock.millis()));
        }
        alarm.cancel(false);
        alarm = timer.schedule(this::wake, wait, TimeUnit.MILLISECONDS);
    }

    /** Starts what may start, as long as there are workers. */
    private void pump() {
        for (Optional<Lanes.Turn> next = next(); next.isPresent(); next = next()) {
            workers.run(task(next.get()));
        }
    }

    private Optional<Lanes.Turn> next() {
        return stopping ? Optional.empty() : lanes.next(System.nanoTime());
    }

    private Workers.Task task(Lanes.Turn begun) {
        return () -> run(begun);
    }

    /** A turn of a lane, on a worker; the next one, which is his: nobody else is called for it. */
    private Optional<Workers.Task> run(Lanes.Turn begun) {
        AtomicBoolean over = new AtomicBoolean();
        try {
            turn.run(begun.jobs(), () -> lost(begun, over));
        } catch (RuntimeException | Error e) {
            LOG.error("a turn ended unexpectedly", e);
        }
        if (!over.compareAndSet(false, true)) {
            return Optional.empty();
        }
        lock.lock();
        try {
            ended(begun);
            Optional<Lanes.Turn> mine = next();
            pump();
            return mine.map(this::task);
        } finally {
            lock.unlock();
        }
    }

    private void ended(Lanes.Turn begun) {
        lanes.ended(begun, System.nanoTime());
        changed.signalAll();
    }

    /** A worker does not come back from a turn: others go on without him. */
    private void lost(Lanes.Turn begun, AtomicBoolean over) {
        if (over.compareAndSet(false, true)) {
            workers.renew();
            locked(() -> {
                ended(begun);
                if (!stopping) {
                    workers.run(() -> givenUp(begun));
                }
            });
        }
    }

    private Optional<Workers.Task> givenUp(Lanes.Turn begun) {
        turn.giveUp(begun.jobs());
        return Optional.empty();
    }

    /** Starts nothing more, waits for what is under way, some seconds at most, ends the threads. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            long left = FAREWELL.toNanos();
            changed.signalAll();
            while (lanes.underWay() > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (lanes.underWay() > 0) {
                LOG.warn("{} deliveries are broken off", lanes.underWay());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        var unused = timer.shutdownNow();
        workers.close();
    }
}
