package org.posthouse.store.log;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Change;
import org.posthouse.lib.store.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a shard, on a thread of its own: writes accounts whole whose commits have become many, notes where everything lies, and
 * copies what is wanted out of segments that are mostly waste, a little at a time. Wherever it is broken off, all is as good as before.
 */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final int LEAST_TAIL = 256;
    private static final int TAIL_PART = 256;
    private static final double SPARSE = 0.5;
    /** The same where the disk has little left. */
    private static final double SCARCE = 0.9;

    /** After this what was in vain is tried again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long MEBIBYTE = 1 << 20;
    private static final long LEAST_TO_TURN = 1 << 20;
    private static final long OCTETS_A_SECOND = 32L << 20;

    private final Shard shard;
    private final ScheduledExecutorService thread;
    private final Set<Line> wanting = ConcurrentHashMap.newKeySet();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** What was written when segments were emptied last, and how much of it was no message. */
    private long turned;

    private long wasted;
    /** Segments in which something cannot be read. */
    private final Set<Long> damaged = new HashSet<>();

    private Optional<Vain> vain = Optional.empty();
    /** Octets that were lacking last. */
    private volatile long lacking;
    /** What was said last of what cannot be done. */
    private String said = "";

    Keeper(String name, Shard shard) {
        this.shard = shard;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "posthouse-" + name + "-keeper")) {
            @Override
            protected void terminated() {
                // It was woken up to end; what comes now writes files.
                var unused = Thread.interrupted();
                ended.complete(null);
            }
        };
    }

    void begin() {
        var unused = thread.scheduleWithFixedDelay(() -> quietly(SPARSE), 1, 1, TimeUnit.SECONDS);
    }

    /** The account is to be written anew. Any thread. */
    void mend(Line line) {
        wanting.add(line);
    }

    /** A commit is safe. The writer's: brief. */
    void published(Line line, CommitRecord commit) {
        if (line.tailLength() >= LEAST_TAIL
                && line.tailLength() >= line.durable().map(Keeper::messages).orElse(0L) / TAIL_PART) {
            wanting.add(line);
        }
        for (Change change : commit.changes()) {
            boolean gone = change instanceof Change.Expunged
                    || change instanceof Change.MailboxDeleted
                    || change instanceof Change.AccountErased;
            if (gone && line.hasFiles()) {
                wanting.add(line);
            }
        }
    }

    private static long messages(AccountState state) {
        return state.boxes().stream().mapToLong(box -> box.messages()).sum();
    }

    private void quietly(double sparse) {
        try {
            round(sparse);
            said = "";
        } catch (MailException | IOException | RuntimeException failure) {
            if (end.getCount() > 0 && !failure.toString().equals(said)) {
                said = failure.toString();
                LOG.warn("the store could not be tidied up, it is tried again: {}", said);
            }
        }
    }

    /** All there is to do, once; segments of which less than this part is wanted are emptied. */
    synchronized void round(double sparse) throws MailException, IOException {
        boolean scarce = shard.reserve().scarce();
        if (scarce) {
            // Whatever else there is to do needs room.
            compact(sparse, true);
        } else {
            tell(0);
        }
        for (Line line : List.copyOf(wanting)) {
            goOn();
            wanting.remove(line);
            Scribe.write(shard, line, Mover.none(shard));
        }
        goOn();
        shard.checkpoint();
        if (!scarce) {
            compact(sparse, false);
        }
    }

    /** Takes what is wanted out of a segment, and frees it; whether it is gone. */
    synchronized boolean empty(long segment) throws MailException {
        try {
            empty(Set.of(segment));
        } catch (IOException failure) {
            throw Failures.notNow(failure);
        }
        return shard.log().segments().stream().noneMatch(left -> left.number() == segment);
    }

    private void goOn() throws MailException {
        if (end.getCount() == 0) {
            throw Failures.notNow("The store is closing");
        }
    }

    private void compact(double sparse, boolean scarce) throws MailException, IOException {
        if (shard.directory().lines().stream().anyMatch(Line::maimed)) {
            return;
        }
        if (scarce) {
            shard.log().giveBack();
            shard.log().fillAhead();
        }
        Tally tally = shard.directory().tally();
        tally.keepOnly(numbers());
        if (scarce && vain.isPresent() && !vain.get().isOver(tally.wasted())) {
            return;
        }
        try (Leaving leaving = Leaving.of(shard, worthwhile(scarce ? Math.max(sparse, SCARCE) : sparse, scarce))) {
            tell(leaving.lacking());
            Set<Long> segments = !scarce || leaving.gain() > 0 ? leaving.segments() : Set.of();
            if (segments.contains(shard.log().newest())) {
                shard.writer().turn();
            }
            if (!segments.isEmpty()) {
                empty(segments, scarce);
                turned = shard.log().newest();
                wasted = tally.wasted(turned);
            }
        }
    }

    /** Says how much room is lacking; not each time. */
    private void tell(long octets) {
        boolean begins = lacking == 0 && octets > 0;
        lacking = octets;
        if (begins) {
            LOG.warn("{}", noRoom());
        }
    }

    private String noRoom() {
        return "the disk has no room to empty a segment of the store: " + (lacking / MEBIBYTE + 1)
                + " MiB more must be free";
    }

    /** What keeps it from its work, if anything does. Any thread. */
    Optional<String> trouble() {
        return lacking > 0 ? Optional.of("store: " + noRoom()) : Optional.empty();
    }

    private Set<Long> numbers() {
        return shard.log().segments().stream().map(Segment::number).collect(Collectors.toSet());
    }

    /** Segments of which less than this part is wanted: the oldest first, or where there is little room, those that cost least. */
    private List<Segment> worthwhile(double sparse, boolean scarce) {
        Tally tally = shard.directory().tally();
        long newest = shard.log().newest();
        boolean turn = tally.wanted(newest) < sparse && tally.wasted(newest) - wasteOf(newest) >= leastToTurn();
        Map<Segment, Double> wanted = new LinkedHashMap<>();
        for (Segment segment : shard.log().segments()) {
            double part = tally.wanted(segment.number());
            if ((segment.number() < newest || turn) && !damaged.contains(segment.number()) && part < sparse) {
                wanted.put(segment, part);
            }
        }
        List<Segment> worthwhile = new ArrayList<>(wanted.keySet());
        if (scarce) {
            worthwhile.sort(Comparator.comparingDouble(wanted::get));
        }
        return worthwhile;
    }

    /** The same, noting whether they went: if not, it is not done again and again. */
    private void empty(Set<Long> leaving, boolean scarce) throws MailException, IOException {
        boolean gone = false;
        try {
            empty(leaving);
            gone = numbers().stream().noneMatch(leaving::contains);
        } finally {
            vain = gone || !scarce ? Optional.empty() : Optional.of(new Vain());
        }
    }

    /** What there was when segments were emptied in vain: the same would be so again. */
    private final class Vain {
        private final long room = shard.free();
        private final long waste = shard.directory().tally().wasted();
        private final Instant since = shard.clock().instant();

        boolean isOver(long nowWasted) {
            return shard.free() >= room + leastToTurn()
                    || nowWasted >= waste + leastToTurn()
                    || Duration.between(since, shard.clock().instant()).abs().compareTo(PATIENCE) > 0;
        }
    }

    /** Octets of waste from which on the segment that is being written is worth to be emptied, too. */
    private long leastToTurn() {
        return Math.min(LEAST_TO_TURN, shard.log().segmentSize() / 4);
    }

    /** What was waste by estimate when all there is had just been written into it: nothing would be better if it were done again. */
    private long wasteOf(long segment) {
        return segment == turned ? wasted : 0;
    }

    /** Copies what is wanted out of these segments, then frees them; those of which nothing is wanted at once. */
    private void empty(Set<Long> leaving) throws MailException, IOException {
        free(leaving);
        Mover mover = new Mover(shard, leaving, this::pace);
        for (Line line : shard.directory().lines()) {
            goOn();
            if (line.holds(leaving) || line.endsIn(leaving)) {
                Scribe.write(shard, line, mover);
            }
        }
        damaged.addAll(mover.damaged());
        free(leaving);
    }

    private void free(Set<Long> leaving) throws MailException, IOException {
        int freed = 0;
        for (Segment segment : shard.log().sealed()) {
            goOn();
            if (leaving.contains(segment.number()) && shard.free(segment)) {
                freed++;
            }
        }
        LOG.debug("{} of {} segments freed", freed, leaving.size());
    }

    private void pace(long octets) throws MailException {
        try {
            if (end.await(octets * 1000 / OCTETS_A_SECOND, TimeUnit.MILLISECONDS)) {
                goOn();
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw Failures.notNow(interrupt);
        }
    }

    /** Ends what it is doing at the next good moment; done when it has. */
    CompletableFuture<Void> end() {
        end.countDown();
        thread.shutdown();
        return ended;
    }
}
