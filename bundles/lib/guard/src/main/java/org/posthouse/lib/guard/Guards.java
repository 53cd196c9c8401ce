package org.posthouse.lib.guard;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.Occupant;
import org.posthouse.api.plugin.Seat;

/** A guard for each version of each plug-in in a row of seats. That of a version which has left its seat ends with its last calls. */
public final class Guards implements Breakers, AutoCloseable {
    /** Calls of mails that have begun with a former version come that late at most. */
    private static final long STAY = Duration.ofSeconds(5).toNanos();

    private final Guard.Staff staff;
    private final Watch watch;
    private final Map<Key, Post> posts = new ConcurrentHashMap<>();

    /** Those that take no more calls and may have some under way. */
    private final Set<Guard> retired = ConcurrentHashMap.newKeySet();

    /** A version in its seat. */
    private record Key(Seat<?> seat, String version, String configuration) {}

    /** A guard, and since when (by the system's nano time) it is of no use any more, if it is not. */
    private static final class Post {
        private final Guard guard;
        private volatile Optional<Long> left = Optional.empty();

        Post(Guard guard) {
            this.guard = guard;
        }

        void leave() {
            if (left.isEmpty()) {
                left = Optional.of(System.nanoTime());
            }
        }
    }

    /**
     * @param part names threads: {@code posthouse-PART-n}
     * @param limits as they are now
     * @param answers which failures are an answer, and no sign of trouble
     */
    public Guards(String part, Supplier<GuardLimits> limits, Predicate<Throwable> answers, Clock clock) {
        this.watch = new Watch(limits, named(part + "-watch"), this::sweep);
        this.staff = new Guard.Staff(limits, answers, clock, named(part), watch);
    }

    private static ThreadFactory named(String part) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "posthouse-" + part + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** That of this version. */
    public Guard of(Seat<?> seat, Occupant<?> version) {
        Key key = new Key(seat, version.version(), version.configuration());
        Post known = posts.get(key);
        return known != null ? known.guard : posts.computeIfAbsent(key, this::post).guard;
    }

    private Post post(Key key) {
        Seat<?> seat = key.seat();
        int asked = seat.properties().get(Seat.PLACES) instanceof Integer places ? places : 0;
        Post post = new Post(new Guard(new Guard.Name(seat.plugin(), seat.component(), key.version()), asked, staff));
        if (!current(key.seat()).equals(Optional.of(key))) {
            post.leave();
        }
        return post;
    }

    private static Optional<Key> current(Seat<?> seat) {
        Optional<? extends Occupant<?>> occupant = seat.current();
        Optional<Key> key = occupant.map(each -> new Key(seat, each.version(), each.configuration()));
        occupant.ifPresent(Occupant::close);
        return key;
    }

    /**
     * The seat has been filled, emptied, or filled anew: a version that is seated now begins without a past. What it was called for when
     * it sat there before goes on.
     */
    public void changed(Seat<?> seat) {
        Optional<Key> now = current(seat);
        posts.forEach((key, post) -> {
            if (key.seat().equals(seat)) {
                if (!now.equals(Optional.of(key))) {
                    post.leave();
                } else if (post.left.isPresent() || post.guard.breaker().state() != Breaker.State.CLOSED) {
                    retire(key, post);
                }
            }
        });
    }

    private void retire(Key key, Post post) {
        retired.add(post.guard);
        posts.remove(key, post);
        post.guard.retire();
    }

    private void sweep() {
        retired.removeIf(Guard::deserted);
        long now = System.nanoTime();
        posts.forEach((key, post) -> {
            boolean late = post.left.filter(left -> now - left > STAY).isPresent();
            if (late && post.guard.deserted()) {
                retire(key, post);
            }
        });
    }

    /** By plug-in; those of versions that have left are not among them. */
    @Override
    public List<Breaker> breakers() {
        return posts.values().stream()
                .filter(post -> post.left.isEmpty())
                .map(post -> post.guard.breaker())
                .sorted(Comparator.comparing(Breaker::plugin).thenComparing(Breaker::component))
                .toList();
    }

    /** Later, on the thread that watches: be brief. At once when this is closed. */
    public void later(Duration delay, Runnable task) {
        watch.later(delay.toMillis(), task);
    }

    @Override
    public void close() {
        watch.close();
        posts.values().forEach(post -> post.guard.end());
        retired.forEach(Guard::end);
    }
}
