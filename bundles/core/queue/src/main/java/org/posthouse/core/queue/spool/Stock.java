package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.segments.SegmentLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the inventory: no segment that goes is in it any more when it goes. For one thread. */
final class Stock {
    private static final Logger LOG = LoggerFactory.getLogger(Stock.class);
    /** Counting very many mails takes a while. */
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final Path folder;
    private final ItemIndex items;
    private final SegmentLog mails;
    private final SegmentLog states;
    private final LongSupplier lastSerial;
    private Inventory written;
    private Set<Long> seen = Set.of();
    private long taken;

    /** Where the inventory lies, and what it said when the spool was opened. */
    record Shelf(Path folder, Inventory before) {}

    Stock(Shelf shelf, ItemIndex items, SegmentLog mails, SegmentLog states, LongSupplier lastSerial) {
        this.folder = shelf.folder();
        this.written = shelf.before();
        this.items = items;
        this.mails = mails;
        this.states = states;
        this.lastSerial = lastSerial;
        this.taken = System.nanoTime();
    }

    /** Now and then, and when there is another segment. */
    void look() {
        Set<Long> now = new HashSet<>(numbers(mails.segments()));
        now.addAll(numbers(states.segments()).stream().map(number -> -number).toList());
        if (!now.equals(seen) || System.nanoTime() - taken > PAUSE) {
            seen = now;
            take(List.of());
        }
    }

    /** These are about to go. */
    void without(List<Segment> going) {
        boolean listed = going.stream()
                .anyMatch(each -> written.mails().containsKey(each.number())
                        || written.states().contains(each.number()));
        if (listed) {
            take(going);
        }
    }

    void take(List<Segment> going) {
        Set<Segment> gone = Set.copyOf(going);
        Map<Long, Long> counts = new HashMap<>();
        for (Item item : items.all()) {
            counts.merge(item.place().segment().number(), 1L, Long::sum);
        }
        List<Segment> marks =
                states.segments().stream().filter(each -> !gone.contains(each)).toList();
        Inventory now = new Inventory(lastSerial.getAsLong(), counts, numbers(marks));
        taken = System.nanoTime();
        if (now.equals(written)) {
            return;
        }
        try {
            now.write(folder);
            written = now;
        } catch (IOException e) {
            LOG.warn("the queue's inventory cannot be written: {}", e.toString());
            forget();
        }
    }

    /** None is better than one that names what is gone. */
    private void forget() {
        try {
            Inventory.delete(folder);
            written = Inventory.NONE;
        } catch (IOException e) {
            LOG.warn("the queue's inventory is outdated: {}", e.toString());
        }
    }

    private static Set<Long> numbers(List<Segment> segments) {
        return segments.stream().map(Segment::number).collect(Collectors.toSet());
    }
}
