package org.posthouse.store.log;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Failures;

/**
 * An account: where its records lie, always; and while it is in use, what they say. Commits enter under its lock and are drafted one
 * after the other by the writer, each upon what the one before will leave; readers see only what is durable.
 */
final class Line {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AccountId account;
    private final ReentrantLock lock = new ReentrantLock();

    // Where its records lie; guarded by this.
    private long record;
    /** Its other copy. */
    private long twin;

    private long erased;
    private long[] tail = new long[4];
    private int tailLength;
    private Set<Long> segments = new HashSet<>();
    private Set<Long> files = new HashSet<>();
    private int underWay;

    // What is known of it while it is in use.
    private volatile Optional<AccountState> durable = Optional.empty();
    private volatile Map<Long, Kept> kept = Map.of();
    private volatile Operations operations = new Operations();
    private volatile long used;
    private final Set<Long> doubtful = ConcurrentHashMap.newKeySet();
    private volatile boolean maimed;
    /** On which messages of others it leans since its record: their positions. */
    private final Set<Long> leans = ConcurrentHashMap.newKeySet();

    // The writer's own.
    private Optional<AccountState> ahead = Optional.empty();
    private int unforced;
    private final Map<String, Request> pending = new HashMap<>();

    Line(AccountId account) {
        this.account = account;
    }

    AccountId account() {
        return account;
    }

    /** Work on it while no commit is under way. */
    @FunctionalInterface
    interface Alone<T> {
        T run() throws MailException;
    }

    /** Runs this when no commit is under way, and lets none begin meanwhile. */
    <T> T alone(Alone<T> work) throws MailException {
        lock();
        try {
            awaitQuiet();
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    /** The same at once, or not at all. */
    boolean aloneNow(Runnable work) {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            synchronized (this) {
                if (underWay > 0) {
                    return false;
                }
            }
            work.run();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A commit enters, when these mailboxes are in memory; it leaves with {@link #leave}. */
    void enter(Collection<String> mailboxes, Loader loader) throws MailException {
        lock();
        try {
            if (!knows(mailboxes)) {
                awaitQuiet();
                for (String mailboxId : mailboxes) {
                    loader.open(this, mailboxId);
                }
                loader.state(this);
            }
            synchronized (this) {
                underWay++;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean knows(Collection<String> mailboxes) {
        Optional<AccountState> state = durable;
        return state.isPresent()
                && mailboxes.stream().allMatch(id -> state.get()
                        .find(id)
                        .map(box -> box.index().isPresent())
                        .orElse(true));
    }

    synchronized void leave() {
        underWay--;
        notifyAll();
    }

    private void lock() throws MailException {
        try {
            if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Failures.notNow("The account is busy");
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw Failures.notNow(interrupt);
        }
    }

    private synchronized void awaitQuiet() throws MailException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (underWay > 0) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw Failures.notNow("The account is busy");
                }
                wait(left);
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw Failures.notNow(interrupt);
        }
    }

    Optional<AccountState> durable() {
        used = System.nanoTime();
        return durable;
    }

    /** When it was used last, by {@link System#nanoTime}. */
    long used() {
        return used;
    }

    /** How many messages it holds in memory. */
    int indexed() {
        return durable.map(AccountState::indexed).orElse(0);
    }

    boolean loaded() {
        return durable.isPresent();
    }

    Operations operations() {
        return operations;
    }

    /** Mailboxes as its record has them, by key. */
    Map<Long, Kept> kept() {
        return kept;
    }

    /** Which messages the parts of a mailbox have, as its record has it. While no commit is under way. */
    void cut(Kept box, List<Cut> cuts) {
        long key = box.box().key();
        Kept now = kept.get(key);
        if (now != null && Arrays.equals(now.parts(), box.parts()) && Arrays.equals(now.twins(), box.twins())) {
            Map<Long, Kept> known = new HashMap<>(kept);
            known.put(key, box.withCuts(cuts));
            kept = known;
        }
    }

    /** What its records say. While no commit is under way. */
    void learn(AccountState state, Map<Long, Kept> known, Operations done, Collection<Long> leaning) {
        leans.clear();
        leans.addAll(leaning);
        kept = known;
        operations = done;
        durable = Optional.of(state);
        used = System.nanoTime();
    }

    /** A mailbox has been opened. While no commit is under way. */
    void opened(Box box) {
        durable = durable.map(state -> state.with(box));
    }

    /** Forgets what its records say. While no commit is under way. */
    void forget() {
        durable = Optional.empty();
        kept = Map.of();
        operations = new Operations();
    }

    /** What the next commit stands upon. The writer's. */
    AccountState head() {
        return ahead.or(() -> durable)
                .orElseThrow(() -> new IllegalStateException("account " + account + " is not loaded"));
    }

    /** A commit of this operation that is not safe yet. The writer's. */
    Optional<Request> pending(String operationId) {
        return Optional.ofNullable(pending.get(operationId));
    }

    /** A commit has been written. The writer's. */
    void written(AccountState after, Request request) {
        ahead = Optional.of(after);
        unforced++;
        pending.put(request.operationId(), request);
    }

    /** What was written is not safe, and will not be. The writer's. */
    void lost() {
        ahead = Optional.empty();
        unforced = 0;
        pending.clear();
    }

    /** A commit is safe at this position. The writer's. */
    void publish(AccountState after, long position, CommitRecord commit, String operationId) {
        var unused = take(position, commit);
        if (commit.erases()) {
            kept = Map.of();
            operations = new Operations();
        } else {
            leans.addAll(commit.leans());
            commit.done().ifPresent(done -> operations.add(done.operationId(), position, done.at()));
        }
        durable = Optional.of(after);
        pending.remove(operationId);
        if (--unforced <= 0) {
            ahead = Optional.empty();
        }
    }

    /** Takes note of where a commit lies; whether it had not yet. */
    synchronized boolean take(long position, CommitRecord commit) {
        if (position <= upTo()) {
            return false;
        }
        if (commit.erases()) {
            erased = position;
            record = 0;
            twin = 0;
            tailLength = 0;
            segments = new HashSet<>();
            return true;
        }
        if (tailLength == tail.length) {
            tail = Arrays.copyOf(tail, 2 * tailLength);
        }
        tail[tailLength++] = position;
        segments.add(Positions.segment(position));
        LongStream.concat(
                        Arrays.stream(commit.contents()),
                        commit.leans().stream().mapToLong(Long::longValue))
                .forEach(this::names);
        return true;
    }

    /** Something of it should lie there, or behind that, and is not to be had; unless it was written whole since. */
    synchronized void miss(long position) {
        int at = Arrays.binarySearch(tail, 0, tailLength, position);
        if (at >= 0 || position <= Math.max(record, erased)) {
            return;
        }
        int to = -at - 1;
        if (tailLength == tail.length) {
            tail = Arrays.copyOf(tail, 2 * tailLength);
        }
        System.arraycopy(tail, to, tail, to + 1, tailLength - to);
        tail[to] = position;
        tailLength++;
        segments.add(Positions.segment(position));
    }

    private void names(long content) {
        if (Positions.inFile(content)) {
            files.add(Positions.file(content));
        } else {
            segments.add(Positions.segment(content));
        }
    }

    /** Takes note of a record of the whole account; whether it had not yet. */
    synchronized boolean take(long position, AccountRecord.Start start) {
        if (position <= upTo()) {
            return false;
        }
        record = position;
        twin = start.twin();
        tail = new long[4];
        tailLength = 0;
        segments = new HashSet<>(start.held().segments());
        segments.add(Positions.segment(position));
        if (twin != 0) {
            segments.add(Positions.segment(twin));
        }
        files = new HashSet<>(start.held().files());
        return true;
    }

    private long upTo() {
        long last = tailLength == 0 ? 0 : tail[tailLength - 1];
        return Math.max(Math.max(record, erased), last);
    }

    /** The account is written whole at this position, with these mailboxes. While no commit is under way. */
    void recorded(long position, AccountRecord written) {
        var unused = take(position, written.start());
        Map<Long, Kept> boxes = new HashMap<>();
        written.boxes().forEach(box -> boxes.put(box.box().key(), box));
        kept = boxes;
        doubtful.clear();
        leans.clear();
    }

    /** On which messages of others it may lean, by its commits since its record: their positions. */
    Set<Long> leans() {
        return Set.copyOf(leans);
    }

    /** A copy of this mailbox's columns, or of all for the key 0, cannot be read: it is to be written anew. */
    void doubt(long mailbox) {
        doubtful.add(mailbox);
    }

    boolean isDoubtful(long mailbox) {
        return doubtful.contains(mailbox);
    }

    /** Made anew of all that can be read: this is what there is, leaning on these. While no commit is under way. */
    void rebuilt(AccountState state, Operations done, Collection<Long> leaning) {
        maimed = false;
        learn(state, Map.of(), done, leaning);
    }

    /** Something of it cannot be read at all: what is left is not to be taken for all there is. */
    void maim() {
        maimed = true;
    }

    /** Whether nothing of what it has may be written anew or freed, as somebody may make more of it. */
    boolean maimed() {
        return maimed;
    }

    /** Mailboxes have been moved. While no commit is under way. */
    void moved(AccountState state) {
        durable = Optional.of(state);
    }

    /** Nobody names its files any more: returns them. */
    synchronized Set<Long> dropFiles() {
        Set<Long> dropped = files;
        files = new HashSet<>();
        return dropped;
    }

    synchronized boolean holdsFile(long number) {
        return files.contains(number);
    }

    synchronized boolean hasFiles() {
        return !files.isEmpty();
    }

    /** Where its records lie. */
    record Whereabouts(long record, long twin, long erased, long[] tail, AccountRecord.Held held) {}

    synchronized Whereabouts whereabouts() {
        return new Whereabouts(
                record,
                twin,
                erased,
                Arrays.copyOf(tail, tailLength),
                new AccountRecord.Held(Set.copyOf(segments), Set.copyOf(files)));
    }

    /** As it was known before. */
    synchronized void recall(Whereabouts known) {
        record = known.record();
        twin = known.twin();
        erased = known.erased();
        tail = Arrays.copyOf(known.tail(), Math.max(4, known.tail().length));
        tailLength = known.tail().length;
        segments = new HashSet<>(known.held().segments());
        files = new HashSet<>(known.held().files());
    }

    synchronized boolean holds(Set<Long> some) {
        return segments.stream().anyMatch(some::contains);
    }

    /** Whether it is in one of these segments that the account's end is told, and nothing after it that tells of its beginning anew. */
    synchronized boolean endsIn(Set<Long> some) {
        return erased > record && some.contains(Positions.segment(erased));
    }

    synchronized int tailLength() {
        return tailLength;
    }
}
