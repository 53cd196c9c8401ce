package org.posthouse.store.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
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
    private static final int MOST_AT_ONCE = 8;
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
        } catch (MailException | IOException | RuntimeException failure) {
            if (end.getCount() > 0) {
                LOG.warn("the store could not be tidied up, it is tried again: {}", failure.toString());
            }
        }
    }

    /** All there is to do, once; segments of which less than this part is wanted are emptied. */
    synchronized void round(double sparse) throws MailException, IOException {
        for (Line line : List.copyOf(wanting)) {
            goOn();
            wanting.remove(line);
            Scribe.write(shard, line, Mover.none(shard));
        }
        goOn();
        shard.checkpoint();
        compact(sparse);
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

    private void compact(double sparse) throws MailException, IOException {
        if (shard.directory().lines().stream().anyMatch(Line::maimed)) {
            return;
        }
        boolean scarce = shard.reserve().scarce();
        if (scarce) {
            shard.log().giveBack();
        }
        Set<Long> present = shard.log().segments().stream().map(Segment::number).collect(Collectors.toSet());
        Tally tally = shard.directory().tally();
        tally.keepOnly(present);
        long newest = shard.log().newest();
        boolean turn = tally.wanted(newest) < sparse && tally.wasted(newest) - wasteOf(newest) >= leastToTurn();
        List<Long> sparsest = present.stream()
                .filter(number -> number < newest || turn)
                .filter(number -> !damaged.contains(number))
                .filter(number -> tally.wanted(number) < sparse)
                .sorted(scarce ? Comparator.comparingDouble(tally::wanted) : Comparator.naturalOrder())
                .toList();
        try (Borrowed borrowed = new Borrowed()) {
            Set<Long> leaving = borrowed.some(sparsest, scarce ? 1 : MOST_AT_ONCE);
            if (leaving.contains(newest)) {
                shard.writer().turn();
            }
            if (!leaving.isEmpty()) {
                empty(leaving);
                turned = shard.log().newest();
                wasted = tally.wasted(turned);
            }
        }
    }

    /** Room on the disk for what is copied out of segments. */
    private final class Borrowed implements AutoCloseable {
        private final List<Reserve.Loan> loans = new ArrayList<>();

        /** The first of these for which there is room. */
        Set<Long> some(List<Long> segments, int most) {
            Set<Long> some = new HashSet<>();
            for (long segment : segments) {
                if (some.size() < most) {
                    long copies = shard.directory().tally().octets(segment);
                    shard.reserve().lend(copies, records(segment)).ifPresent(loan -> {
                        loans.add(loan);
                        some.add(segment);
                    });
                }
            }
            return some;
        }

        /** About what is written anew of accounts that have something there. */
        private long records(long segment) {
            Set<Long> one = Set.of(segment);
            long indexed = shard.directory().lines().stream()
                    .filter(line -> line.holds(one))
                    .mapToLong(Line::indexed)
                    .sum();
            return 2 * Kept.EACH * indexed;
        }

        @Override
        public void close() {
            loans.forEach(Reserve.Loan::close);
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

    /** Copies what is wanted out of these segments, then frees them. */
    private void empty(Set<Long> leaving) throws MailException, IOException {
        Mover mover = new Mover(shard, leaving, this::pace);
        for (Line line : shard.directory().lines()) {
            goOn();
            if (line.holds(leaving) || line.endsIn(leaving)) {
                Scribe.write(shard, line, mover);
            }
        }
        damaged.addAll(mover.damaged());
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
