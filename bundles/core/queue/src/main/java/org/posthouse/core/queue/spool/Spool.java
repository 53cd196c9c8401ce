package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.MailException.Kind;
import org.posthouse.api.mail.Status;
import org.posthouse.lib.disk.Alarms;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.DamagedException;
import org.posthouse.lib.segments.DiskFull;
import org.posthouse.lib.segments.Folders;
import org.posthouse.lib.segments.GroupCommit;
import org.posthouse.lib.segments.Place;
import org.posthouse.lib.segments.SegmentLog;
import org.posthouse.lib.segments.Stored;
import org.posthouse.lib.store.Possession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mail at rest. Mails lie in one log; what has become of them is told by marks in a second, smaller one, so that taking mail costs one
 * force and a segment is free as soon as its mails are gone. Safe for all threads.
 */
public final class Spool implements AutoCloseable {
    private static final int INLINE_BUDGET = 16 << 20;
    private static final int FRESH_BUDGET = 16 << 20;
    private static final long PATIENCE_SECONDS = 30;
    private static final long LAST_PATIENCE_SECONDS = 15;
    private static final byte[] NOTHING = new byte[0];
    private static final CompletableFuture<?> DONE = CompletableFuture.completedFuture(NOTHING);

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private final Path folder;
    private final Possession possession;
    private final SpoolSettings settings;
    private final Reserve reserve;
    private final ContentFiles files;
    private final GroupCommit mails;
    private final GroupCommit states;
    private final Keeper keeper;
    private final Tombs tombs = new Tombs();
    private final Alarms alarms = new Alarms(Clock.systemUTC());
    private final ItemIndex items;
    private final Domains domains = new Domains();
    private final AtomicLong lastSerial;
    private volatile Observer observer = new Observer() {};
    private final Semaphore inlineBudget = new Semaphore(INLINE_BUDGET);
    private final Fresh fresh = new Fresh(FRESH_BUDGET);
    private final Entrance entrance = new Entrance();

    /** Hears of mails that were here. Under the lock of the mail, on the thread that has done it: so be brief. */
    public interface Observer {
        /** Something has become of its recipients, but it stays. */
        default void changed(Item item) {}

        default void gone(Item item) {}
    }

    /**
     * Opens the spool in this folder and reads what it holds.
     *
     * @throws InUseException if another has it still
     * @throws IOException if it was written by a later release, or something else lies where its files are to be
     */
    public Spool(Path folder, SpoolSettings wanted) throws IOException {
        // A FileStore would need the mount table, which a chroot may not have.
        this(folder, wanted, folder.toFile()::getUsableSpace);
    }

    /** The same on a disk that has so many octets free. */
    public Spool(Path folder, SpoolSettings wanted, LongSupplier free) throws IOException {
        long begin = System.nanoTime();
        this.folder = folder;
        possession = possess(folder);
        Opening found;
        try {
            settings = wanted.fitFor(folder.toFile().getTotalSpace());
            reserve = new Reserve(free, settings.reserve());
            found = Opening.of(folder, new Opening.Disk(settings, reserve::spares), tombs, domains);
        } catch (IOException | RuntimeException e) {
            possession.close();
            throw e;
        }
        items = found.items();
        files = found.files();
        lastSerial = new AtomicLong(found.lastSerial());
        LOG.info("{} mails wait, read within {} ms", items.all().size(), (System.nanoTime() - begin) / 1_000_000);
        found.damages().forEach(what -> alarms.raise("queue: " + what));
        SegmentLog mailLog = found.mails();
        SegmentLog stateLog = found.states();
        mails = new GroupCommit("queue-mail", mailLog, settings.laziness(), watching(() -> {}));
        states = new GroupCommit(
                "queue-state", stateLog, settings.laziness(), watching(() -> keeper().statesUncertain()));
        Stock stock = new Stock(new Stock.Shelf(folder, found.before()), items, mailLog, stateLog, lastSerial::get);
        keeper = new Keeper(items, new Keeper.Part(mailLog, mails), new Keeper.Part(stateLog, states), tombs, stock);
    }

    private GroupCommit.Observer watching(Runnable uncertain) {
        return new GroupCommit.Observer() {
            @Override
            public void uncertain() {
                uncertain.run();
            }

            @Override
            public void failed(IOException failure) {
                alarms.raise("queue: the disk does not keep what is written: " + failure.getMessage());
            }
        };
    }

    /** What is wrong, in sentences: with the disk, with what lies on it. Any thread. */
    public List<String> troubles() {
        List<String> all = new ArrayList<>(alarms.troubles());
        long damaged = items.all().stream().filter(Item::damaged).count();
        if (damaged > 0) {
            all.add("queue: damaged mails are held: " + damaged + ", see 'posthouse queue list'");
        }
        return all;
    }

    private Keeper keeper() {
        return keeper;
    }

    private static Possession possess(Path folder) throws IOException {
        Path lock = folder.resolve("lock");
        if (Files.isDirectory(lock)) {
            throw new IOException(lock + " is a folder: remove it, for a file is to be there");
        }
        Folders.make(folder);
        try {
            return Possession.take(lock, Duration.ZERO).orElseThrow(() -> new InUseException(folder));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InUseException(folder);
        }
    }

    /** Other settings: the reserve and the delay of marks act at once, the size of segments when the spool is opened next. */
    public void change(SpoolSettings changed) {
        SpoolSettings fit = changed.fitFor(folder.toFile().getTotalSpace());
        reserve.keep(fit.reserve());
        mails.laziness(fit.laziness());
        states.laziness(fit.laziness());
    }

    /** All mails, in no order. */
    public List<Item> items() {
        return items.all();
    }

    public Optional<Item> find(String id) {
        return items.find(id);
    }

    /**
     * Takes a mail; on return it is safe. A second one under the same id changes nothing while the first is here.
     *
     * @param taken told when it is safe, on the writer's thread
     */
    public void enqueue(Envelope envelope, Content content, Instant arrived, Instant notBefore, Consumer<Item> taken)
            throws MailException {
        if (items.find(envelope.queueId()).isPresent()) {
            return;
        }
        if (!entrance.enter()) {
            throw MailException.notNow("the queue is closing");
        }
        try {
            take(envelope, content, arrived, notBefore, taken);
        } finally {
            entrance.leave();
        }
    }

    private void take(Envelope envelope, Content content, Instant arrived, Instant notBefore, Consumer<Item> taken)
            throws MailException {
        reserve.check(content.size());
        long serial = lastSerial.incrementAndGet();
        int inline = (int) Math.min(content.size(), Integer.MAX_VALUE);
        if (inline <= settings.largestInline() && inlineBudget.tryAcquire(inline)) {
            try {
                MailRecord mail = new MailRecord(serial, arrived, notBefore, inline, Optional.empty(), envelope);
                put(mail, octets(content, inline), taken);
            } finally {
                inlineBudget.release(inline);
            }
        } else {
            int crc = contentFile(serial, content);
            put(new MailRecord(serial, arrived, notBefore, content.size(), Optional.of(crc), envelope), NOTHING, taken);
        }
    }

    private static byte[] octets(Content content, int size) throws MailException {
        try {
            return content.bytes(0, size);
        } catch (IOException e) {
            throw MailException.notNow("message could not be read", e);
        }
    }

    private int contentFile(long serial, Content content) throws MailException {
        try {
            return files.write(serial, content);
        } catch (IOException e) {
            Status status = DiskFull.is(e) ? Status.SYSTEM_FULL : Status.NOT_NOW;
            throw new MailException(Kind.RETRY, status, "queue cannot write", e);
        }
    }

    private void put(MailRecord mail, byte[] content, Consumer<Item> taken) throws MailException {
        Append append = Append.forced(MailRecord.TYPE, mail.encode(), content);
        var placed = append.placed().thenAccept(place -> {
            Item item = new Item(mail, place, domains);
            if (isDue(mail) && mail.fileCrc().isEmpty()) {
                fresh.keep(mail, content).ifPresent(item::keep);
            }
            add(item, taken);
        });
        mails.append(append);
        await(placed);
    }

    /** To the millisecond, as it is kept. */
    private static boolean isDue(MailRecord mail) {
        return !mail.notBefore().truncatedTo(ChronoUnit.MILLIS).isAfter(mail.arrived());
    }

    private void add(Item item, Consumer<Item> taken) {
        if (items.add(item)) {
            taken.accept(item);
            return;
        }
        synchronized (item) {
            try {
                append(remove(item, false));
            } catch (MailException e) {
                LOG.warn("{}: a second copy may come back after a restart", item.id(), e);
            }
        }
    }

    /** From now on this one is told, and no other. */
    public void observe(Observer told) {
        observer = told;
    }

    /** Something has become of this mail that no mark says. */
    public void changed(Item item) {
        synchronized (item) {
            if (!item.removed()) {
                observer.changed(item);
            }
        }
    }

    /** A mark that does not reach the disk, even one that nobody waits for, is written again later. */
    private void append(Append mark) throws MailException {
        var unused = mark.placed().whenComplete((place, failure) -> {
            if (failure != null) {
                keeper.statesUncertain();
            }
        });
        states.append(mark);
    }

    /** Looks at the disk: whether there is room again after there was none. */
    public boolean roomCame() {
        return reserve.turned();
    }

    /** Opens a mail to be delivered; its content has been checked, or is the one that came. */
    public Lease lease(Item item) throws IOException {
        Optional<Fresh.Mail> kept = item.fresh();
        if (kept.isPresent()) {
            return new Lease(kept.get().mail(), Content.of(kept.get().content()), () -> {});
        }
        Place place;
        synchronized (item) {
            place = item.place();
            if (!place.segment().pin()) {
                throw new IOException(item.id() + " has gone");
            }
        }
        boolean done = false;
        try {
            Lease lease = open(item, place);
            done = true;
            return lease;
        } finally {
            if (!done) {
                place.segment().unpin();
            }
        }
    }

    private Lease open(Item item, Place place) throws IOException {
        FileChannel reader = place.segment().reader();
        SpooledContent content = null;
        boolean intact = false;
        try {
            Stored stored = place.segment().stored(reader, place.offset());
            MailRecord mail = MailRecord.decode(stored.meta());
            if (mail.fileCrc().isPresent()) {
                reader.close();
                reader = files.reader(item.serial());
                content = new SpooledContent(reader, 0, mail.size(), () -> {});
                intact = content.intact(mail.fileCrc().get());
            } else {
                content = new SpooledContent(reader, stored.contentOffset(), mail.size(), place.segment()::lend);
                intact = content.intact(stored.contentCrc());
            }
            if (!intact) {
                throw new DamagedException(place.segment(), place.offset());
            }
            return new Lease(mail, content, place.segment().unpinOnce());
        } finally {
            if (!intact) {
                reader.close();
            }
        }
    }

    /**
     * Notes what has become of some recipients, by their index. When nothing is left to do for any, the mail is gone.
     *
     * @param force whether the mark must be safe on return; otherwise a crash may cost a second attempt
     */
    public void note(Item item, Map<Integer, Progress> progress, boolean force) throws MailException {
        CompletableFuture<?> safe = mark(item, progress, force);
        if (force) {
            await(safe);
        }
    }

    /** The same without waiting: the mark is safe when this is done. */
    public CompletableFuture<?> mark(Item item, Map<Integer, Progress> progress, boolean force) throws MailException {
        synchronized (item) {
            if (item.removed()) {
                return DONE;
            }
            // It has been taken up: what is left to do for it is done later.
            item.letGo().ifPresent(fresh::forget);
            progress.forEach(item::set);
            CompletableFuture<?> last = DONE;
            for (Append mark : marks(item, progress.keySet(), force)) {
                append(mark);
                last = mark.placed();
            }
            changed(item);
            return last;
        }
    }

    private List<Append> marks(Item item, Set<Integer> recipients, boolean force) {
        return item.allDone()
                ? List.of(remove(item, force))
                : StateRecord.of(item, recipients).stream()
                        .map(record -> record.mark(force))
                        .toList();
    }

    /** All of its recipients as they are given, from now on with a new age; safe when this is done. */
    public CompletableFuture<?> beginAnew(Item item, Map<Integer, Progress> progress, long millis)
            throws MailException {
        synchronized (item) {
            item.beginAnew(millis);
            return mark(item, progress, true);
        }
    }

    /** Removes a mail, whatever is left to do for it; gone for good when this is done. */
    public CompletableFuture<?> delete(Item item) throws MailException {
        synchronized (item) {
            if (item.removed()) {
                return DONE;
            }
            Append mark = remove(item, true);
            append(mark);
            return mark.placed();
        }
    }

    /** Takes it out of memory; the mark that says so. The caller holds the item's lock. */
    private Append remove(Item item, boolean force) {
        item.remove();
        item.letGo().ifPresent(fresh::forget);
        items.remove(item);
        observer.gone(item);
        Place place = item.place();
        place.segment().unwanted(place.span());
        tombs.add(place.segment(), item.serial());
        item.former().ifPresent(segment -> tombs.add(segment, item.serial()));
        Append mark = new RemovedRecord(new long[] {item.serial()}).mark(force || item.inFile());
        if (item.inFile()) {
            var unused = mark.placed().thenRun(() -> files.delete(item.serial()));
        }
        return mark;
    }

    /** Waits until it is safe, half a minute at most. */
    public static <T> void await(CompletableFuture<T> safe) throws MailException {
        try {
            safe.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MailException failure) {
                throw failure;
            }
            throw new MailException(Kind.UNKNOWN, Status.NOT_NOW, "queue cannot write", e);
        } catch (TimeoutException e) {
            throw new MailException(Kind.UNKNOWN, Status.NOT_NOW, "queue is too slow", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailException(Kind.UNKNOWN, Status.NOT_NOW, "interrupted", e);
        }
    }

    /**
     * Forces what is written, then closes; what comes later is refused. Waits some seconds at most: who opens it next can when the last
     * thread that writes has ended, however long that takes.
     */
    @Override
    public void close() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_PATIENCE_SECONDS);
        CompletableFuture<Void> entered = entrance.close();
        CompletableFuture<Void> mailsEnded = mails.end();
        boolean ended = awaitEnd(mailsEnded, deadline);
        CompletableFuture<Void> keeperEnded = keeper.end();
        ended &= awaitEnd(keeperEnded, deadline);
        CompletableFuture<Void> statesEnded = states.end();
        ended &= awaitEnd(statesEnded, deadline);
        ended &= awaitEnd(entered, deadline);
        if (!ended) {
            LOG.error("{}: it is being written to still; the next to open it waits for that", folder);
        }
        var unused = CompletableFuture.allOf(entered, mailsEnded, keeperEnded, statesEnded)
                .whenComplete((nothing, failure) -> giveBack());
    }

    private static boolean awaitEnd(CompletableFuture<Void> end, long deadline) {
        try {
            end.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            LOG.warn("the queue did not end well", e);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void giveBack() {
        try {
            possession.close();
        } catch (IOException e) {
            LOG.warn("the queue's lock could not be given back", e);
        }
    }
}
