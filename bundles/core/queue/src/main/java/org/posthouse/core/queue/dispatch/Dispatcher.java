package org.posthouse.core.queue.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
    private static final String ROUTING = "routing";
    /** The clock is looked at this often at least: it may have been set. */
    private static final Duration CLOCK_CHECK = Duration.ofMinutes(1);

    private static final Duration FAREWELL = Duration.ofSeconds(4);

    private final DispatchSettings settings;
    private final Clock clock;
    private final Workers workers;
    private final ScheduledThreadPoolExecutor timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Deque<Lane> turns = new ArrayDeque<>();
    private final PriorityQueue<Due> later = new PriorityQueue<>();
    private final Set<Item> leased = Collections.newSetFromMap(new IdentityHashMap<>());
    private ScheduledFuture<?> alarm;
    private long lastSeen;
    private int running;
    private int lost;
    private boolean stopping;

    /** @param next when the mail's next recipient was due as this was made: if that has changed, this does not count any more */
    private record Due(long millis, long next, Item item) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(millis, other.millis);
        }
    }

    /** A turn: what is done for the jobs, and how it is concluded if it never comes back. */
    interface Turn {
        void run(List<Lane.Job> jobs);

        void giveUp(List<Lane.Job> jobs);

        Duration deadline(List<Lane.Job> jobs);
    }

    private final Turn turn;

    Dispatcher(DispatchSettings settings, Clock clock, Turn turn) {
        this.settings = settings;
        this.clock = clock;
        this.turn = turn;
        this.workers = new Workers(settings.deliveries());
        this.timer = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "posthouse-queue-timer"));
        timer.setRemoveOnCancelPolicy(true);
        this.lastSeen = clock.millis();
        this.alarm = timer.schedule(this::wake, CLOCK_CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    Workers workers() {
        return workers;
    }

    /** Runs something short on the timer's thread. */
    void soon(Runnable task) {
        if (!timer.isShutdown()) {
            timer.execute(task);
        }
    }

    /** Does something short again and again on the timer's thread. */
    void every(Duration pause, Runnable task) {
        var unused = timer.scheduleWithFixedDelay(task, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A mail that is here: it begins when its first recipient is due. */
    void add(Item item) {
        locked(() -> await(item));
    }

    /** The round of a mail is over: it waits for its next one, if there is something left to do. */
    void over(Item item) {
        locked(() -> {
            leased.remove(item);
            if (!item.removed()) {
                await(item);
            }
        });
    }

    /** One more job for this destination. */
    void lane(String destination, Lane.Job job) {
        locked(() -> enqueue(destination, settings.perDestination(), job));
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
            enqueue(ROUTING, Math.max(1, settings.deliveries() / 4), new Rounds.Begin(item, upTo));
        }
    }

    static long next(Item item) {
        return item.recipients().stream()
                .filter(recipient -> recipient.phase() == Progress.Phase.WAITING)
                .mapToLong(Progress::nextMillis)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** What has been tried is due within the longest pause, whatever the clock was when that was noted. */
    private long sane(Item item, long next, long now) {
        boolean tried = item.recipients().stream()
                .anyMatch(recipient -> recipient.status().isPresent());
        return tried ? Math.min(next, now + settings.schedule().longest().toMillis()) : next;
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

    private void enqueue(String destination, int limit, Lane.Job job) {
        Lane lane = lanes.computeIfAbsent(destination, name -> new Lane(name, limit));
        if (lane.empty()) {
            turns.add(lane);
        }
        lane.add(job);
    }

    /** Lets lanes start as long as there are workers. */
    private void pump() {
        int spare = Math.min(lost, Workers.SPARE);
        for (int skipped = 0; !stopping && running < settings.deliveries() + spare && skipped < turns.size(); ) {
            Lane lane = turns.remove();
            long now = System.nanoTime();
            if (!lane.mayStart(settings.deliveries() + spare - running, now)) {
                turns.add(lane);
                skipped++;
                continue;
            }
            start(lane, now);
            if (!lane.empty()) {
                turns.add(lane);
            }
            skipped = 0;
        }
    }

    private void start(Lane lane, long now) {
        List<Lane.Job> jobs = lane.start(now);
        running++;
        workers.run(new Start(lane, now, jobs), turn.deadline(jobs));
    }

    /** A turn of a lane on a worker. */
    private final class Start implements Workers.Work {
        private final Lane lane;
        private final long started;
        private final List<Lane.Job> jobs;

        Start(Lane lane, long started, List<Lane.Job> jobs) {
            this.lane = lane;
            this.started = started;
            this.jobs = jobs;
        }

        @Override
        public void run() {
            turn.run(jobs);
        }

        @Override
        public void ended() {
            locked(() -> {
                running--;
                leave();
            });
        }

        @Override
        public void givenUp() {
            turn.giveUp(jobs);
            locked(() -> {
                lost++;
                leave();
            });
        }

        @Override
        public void cameBack() {
            locked(() -> {
                lost--;
                running--;
            });
        }

        private void leave() {
            lane.ended(started);
            if (lane.unused()) {
                lanes.remove(lane.destination(), lane);
            }
            quiet.signalAll();
        }
    }

    /** Starts nothing more, waits for what is under way, some seconds at most, ends the threads. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            long left = FAREWELL.toNanos();
            while (running > lost && left > 0) {
                left = quiet.awaitNanos(left);
            }
            if (running > lost) {
                LOG.warn("{} deliveries are broken off", running - lost);
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
