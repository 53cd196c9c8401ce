package org.posthouse.core.queue.dispatch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.posthouse.core.queue.spool.Item;

/** What waits for one destination, and how much is under way to it. The dispatcher's lock guards it. */
final class Lane {
    private static final long HANGS_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int MOST_TOGETHER = 100;

    private final String destination;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final List<Long> starts = new ArrayList<>();

    /** Something to do: to route a mail (no attempt's end yet), or to bring it to one end. */
    interface Job {
        /** Jobs of one attempt to one destination go together. */
        Object attempt();

        Item item();
    }

    Lane(String destination) {
        this.destination = destination;
    }

    String destination() {
        return destination;
    }

    void add(Job job) {
        waiting.add(job);
    }

    boolean empty() {
        return waiting.isEmpty();
    }

    boolean unused() {
        return waiting.isEmpty() && starts.isEmpty();
    }

    /**
     * Whether one more may start: the first always; others while no delivery hangs in this lane, up to the limit, and as long as it
     * leaves half of the workers to the others.
     */
    boolean mayStart(int limit, int idle, long now) {
        if (waiting.isEmpty() || starts.isEmpty()) {
            return !waiting.isEmpty();
        }
        boolean hangs = now - starts.get(0) > HANGS_NANOS;
        return !hangs && starts.size() < limit && starts.size() <= idle;
    }

    /** Takes the first job and what belongs to it. */
    List<Job> start(long now) {
        List<Job> jobs = new ArrayList<>();
        Object attempt = waiting.element().attempt();
        while (!waiting.isEmpty() && waiting.element().attempt() == attempt && jobs.size() < MOST_TOGETHER) {
            jobs.add(waiting.remove());
        }
        starts.add(now);
        return jobs;
    }

    void ended(long started) {
        starts.remove(started);
    }

    /** Takes out what has not begun for these mails. */
    List<Job> withdraw(Set<Item> items) {
        List<Job> withdrawn = new ArrayList<>();
        for (Iterator<Job> jobs = waiting.iterator(); jobs.hasNext(); ) {
            Job job = jobs.next();
            if (items.contains(job.item())) {
                withdrawn.add(job);
                jobs.remove();
            }
        }
        return withdrawn;
    }
}
