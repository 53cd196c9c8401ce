package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.GroupCommit;
import org.posthouse.lib.segments.Place;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.segments.SegmentLog;
import org.posthouse.lib.segments.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the spool small, on a thread of its own: frees segments that nobody wants, copies the few mails forward that keep a segment
 * alive, and writes the marks anew when most of them are outdated. Copies go the way of all mail, a little at a time.
 */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final double SPARSE = 0.3;
    private static final int OCTETS_AT_ONCE = 1 << 20;
    private static final int MARKS_AT_ONCE = 1000;

    private final ItemIndex items;
    private final Part mails;
    private final Part states;
    private final Tombs tombs;
    private final Stock stock;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Set<Segment> damaged = new HashSet<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "posthouse-queue-keeper"));
    private volatile boolean uncertain;
    private volatile boolean stopping;
    private long marksWritten;

    /** A log and its writer. */
    record Part(SegmentLog log, GroupCommit writer) {}

    Keeper(ItemIndex items, Part mails, Part states, Tombs tombs, Stock stock) {
        this.items = items;
        this.mails = mails;
        this.states = states;
        this.tombs = tombs;
        this.stock = stock;
        var unused = thread.scheduleWithFixedDelay(this::round, 1, 1, TimeUnit.SECONDS);
    }

    /** Marks may have been lost: they are written again soon. */
    void statesUncertain() {
        uncertain = true;
    }

    private void round() {
        try {
            stock.look();
            free();
            for (Segment segment : mails.log().sealed()) {
                if (!stopping && sparse(segment)) {
                    compact(segment);
                }
            }
            List<Segment> old = states.log().sealed();
            if (!stopping && (uncertain || outdated(old))) {
                uncertain = false;
                boolean written = false;
                try {
                    rewrite(old);
                    written = true;
                } finally {
                    if (!written) {
                        uncertain = true;
                    }
                }
            }
        } catch (MailException | IOException | RuntimeException e) {
            LOG.warn("the queue could not be tidied up, it is tried again: {}", e.toString());
        }
    }

    private void free() throws IOException {
        List<Segment> going = mails.log().sealed().stream()
                .filter(segment -> segment.live() == 0)
                .toList();
        stock.without(going);
        for (Segment segment : going) {
            boolean freed = mails.log().free(segment);
            LOG.debug("{} {}", segment, freed ? "freed" : "stays");
        }
        tombs.keepOnly(Set.copyOf(mails.log().segments()));
    }

    private boolean sparse(Segment segment) {
        long live = segment.live();
        return live > 0 && live < SPARSE * segment.size() && !damaged.contains(segment);
    }

    private void compact(Segment segment) throws IOException, MailException {
        if (segment.pin()) {
            try {
                copyAll(segment);
            } finally {
                segment.unpin();
            }
        }
    }

    private void copyAll(Segment segment) throws IOException, MailException {
        Set<Segment> present = Set.copyOf(mails.log().segments());
        List<CompletableFuture<Void>> copies = new ArrayList<>();
        long octets = 0;
        try (FileChannel reader = segment.reader()) {
            for (Item item : items.all()) {
                Place place = item.place();
                boolean movable = item.former().filter(present::contains).isEmpty();
                if (place.segment() != segment || !movable || stopping) {
                    continue;
                }
                copies.add(copy(item, place, reader));
                octets += place.span();
                if (octets >= OCTETS_AT_ONCE) {
                    finish(copies);
                    octets = 0;
                }
            }
            finish(copies);
        }
    }

    private static void finish(List<CompletableFuture<Void>> copies) throws MailException {
        Spool.await(CompletableFuture.allOf(copies.toArray(CompletableFuture[]::new)));
        copies.clear();
    }

    private CompletableFuture<Void> copy(Item item, Place from, FileChannel reader) throws IOException, MailException {
        Stored stored;
        try {
            stored = from.segment().stored(reader, from.offset());
        } catch (IOException e) {
            damaged.add(from.segment());
            throw e;
        }
        byte[] content = from.segment().content(reader, stored);
        if (Append.crc(content) != stored.contentCrc()) {
            damaged.add(from.segment());
            throw new IOException(item.id() + " is damaged in " + from.segment());
        }
        Append append = Append.forced(MailRecord.TYPE, stored.meta(), content);
        CompletableFuture<Void> moved = append.placed().thenAccept(to -> move(item, from, to));
        mails.writer().append(append);
        return moved;
    }

    private void move(Item item, Place from, Place to) {
        synchronized (item) {
            if (item.removed()) {
                to.segment().unwanted(to.span());
                tombs.add(to.segment(), item.serial());
            } else {
                item.move(to);
                from.segment().unwanted(from.span());
            }
        }
    }

    private boolean outdated(List<Segment> old) {
        long octets = old.stream().mapToLong(Segment::size).sum();
        return old.size() >= 2 && octets >= 4 * marksWritten;
    }

    /** Writes every mark that counts into new segments, then frees the old ones. */
    private void rewrite(List<Segment> old) throws MailException, IOException {
        long octets = 0;
        int count = 0;
        for (Item item : items.all()) {
            List<Append> marks = new ArrayList<>();
            synchronized (item) {
                if (item.removed() || !item.marked()) {
                    continue;
                }
                List<Integer> all = IntStream.range(0, item.count()).boxed().toList();
                for (StateRecord record : StateRecord.of(item, all)) {
                    // The last of some is forced, so that no more wait for the disk at a time.
                    Append mark = record.mark(++count % MARKS_AT_ONCE == 0);
                    states.writer().append(mark);
                    marks.add(mark);
                }
            }
            octets += marks.stream().mapToLong(Append::octets).sum();
            if (count % MARKS_AT_ONCE < marks.size()) {
                Spool.await(marks.get(marks.size() - 1).placed());
            }
        }
        for (long[] serials : tombs.all().values()) {
            Append mark = new RemovedRecord(serials).mark(false);
            states.writer().append(mark);
            octets += mark.octets();
        }
        Append last = new RemovedRecord(new long[0]).mark(true);
        states.writer().append(last);
        Spool.await(last.placed());
        marksWritten = octets;
        stock.without(old);
        for (Segment segment : old) {
            segment.unwantedAll();
            boolean freed = states.log().free(segment);
            LOG.debug("{} of marks {}", segment, freed ? "freed" : "stays");
        }
    }

    /** Begins nothing more; done when the round under way is over. */
    synchronized CompletableFuture<Void> end() {
        if (stopping) {
            return ended;
        }
        stopping = true;
        thread.execute(() -> {
            try {
                stock.take(List.of());
            } finally {
                ended.complete(null);
            }
        });
        thread.shutdown();
        return ended;
    }
}
