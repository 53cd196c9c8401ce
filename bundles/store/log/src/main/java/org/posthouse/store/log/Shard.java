package org.posthouse.store.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.Committed;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.disk.Alarms;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.Folders;
import org.posthouse.lib.segments.GroupCommit;
import org.posthouse.lib.segments.Place;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.segments.SegmentLog;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Entry;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Numbers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Some of the accounts, their log, and its one writer. Safe for threads. */
final class Shard {
    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);
    private static final Duration LAZINESS = Duration.ofMillis(200);

    private final Path folder;
    private final Surroundings around;
    private final SegmentLog log;
    private final GroupCommit writer;
    private final Directory directory;
    private final ContentFiles files;
    private final Loader loader;
    private final Soundness soundness;
    private final Sharing sharing;
    private final Keeper keeper;
    private final Missing missing;
    private final ReadWriteLock segmentsGo = new ReentrantReadWriteLock();
    private volatile long checkpointed;

    /** What all shards share, but for whose structures are whose. */
    record Surroundings(Settings settings, Reserve reserve, Alarms alarms, Memory memory, Recent recent, Disk disk) {
        Clock clock() {
            return disk.clock();
        }
    }

    Shard(Path folder, String name, Surroundings around) throws IOException {
        this.folder = Folders.make(folder);
        this.around = around;
        Opening opening = new Opening(folder, around);
        this.log = opening.log();
        this.directory = opening.directory();
        this.checkpointed = opening.covered();
        this.missing = new Missing(this);
        log.damages().forEach(what -> around.alarms().raise("store: " + what));
        for (String what : opening.cutShort()) {
            LOG.error("{}", what);
            around.alarms().raise("store: " + what);
        }
        this.files = new ContentFiles(folder.resolve("content"));
        Set<Long> named = directory.files();
        named.forEach(files::after);
        if (log.damages().isEmpty() && log.missing().isEmpty()) {
            files.keepOnly(named);
        } else {
            LOG.warn("{}: files of messages that nobody names stay, as something that cannot be read may", folder);
        }
        this.loader = new Loader(log, around.alarms(), line -> keeper().mend(line));
        this.soundness = new Soundness(around.clock(), around.alarms());
        this.writer = new GroupCommit(name, log, LAZINESS, new GroupCommit.Observer() {
            @Override
            public void uncertain() {
                LOG.debug("nothing is written without being forced");
            }

            @Override
            public void failed(IOException failure) {
                around.alarms().raise("store: the disk does not keep what is written: " + failure.getMessage());
            }
        });
        this.sharing = new Sharing(this);
        this.keeper = new Keeper(name, this);
    }

    /** Lets it look after itself from now on. */
    void begin() {
        keeper.begin();
    }

    Path folder() {
        return folder;
    }

    /** Octets that the disk has left. */
    long free() {
        return around.disk().free().getAsLong();
    }

    Reserve reserve() {
        return around.reserve();
    }

    SegmentLog log() {
        return log;
    }

    GroupCommit writer() {
        return writer;
    }

    Directory directory() {
        return directory;
    }

    ContentFiles files() {
        return files;
    }

    Loader loader() {
        return loader;
    }

    Clock clock() {
        return around.clock();
    }

    Numbers numbers() {
        return directory.numbers();
    }

    Alarms alarms() {
        return around.alarms();
    }

    Sharing sharing() {
        return sharing;
    }

    Keeper keeper() {
        return keeper;
    }

    /** What should be there and is not. */
    Missing missing() {
        return missing;
    }

    /** The account as it is on disk. */
    AccountState state(AccountId account) throws MailException {
        Optional<Line> line = directory.find(account);
        if (line.isEmpty()) {
            return AccountState.NONE;
        }
        Line found = line.get();
        Optional<AccountState> known = found.durable();
        return known.isPresent() ? known.get() : found.alone(() -> loader.state(found));
    }

    /** The same with this mailbox's messages in memory. */
    AccountState opened(AccountId account, String mailboxId) throws MailException {
        Optional<Line> found = directory.find(account);
        Optional<AccountState> known =
                found.isEmpty() ? Optional.of(AccountState.NONE) : found.get().durable();
        if (known.isPresent() && known.get().box(mailboxId).index().isPresent()) {
            return known.get();
        }
        Line line = directory.line(account);
        AccountState opened = line.alone(() -> {
            int before = line.indexed();
            loader.open(line, mailboxId);
            around.memory().changed(line.indexed() - before);
            return loader.state(line);
        });
        around.memory().grew();
        return opened;
    }

    Committed commit(AccountId account, Request.Order order) throws MailException {
        Optional<Common> common = Common.of(order.steps());
        return common.isEmpty()
                ? commit(account, order, bodies(order.steps()), () -> {}).result()
                : sharing.bring(common.get(), new Bringing(account, order, common.get()));
    }

    /** A commit that is done, and where its first message is, if it has brought it. */
    private record Done(Committed result, OptionalLong content) {}

    /** A commit whose message may end like others. */
    private final class Bringing implements Sharing.Way<Committed> {
        private final AccountId account;
        private final Request.Order order;
        private final Common common;

        Bringing(AccountId account, Request.Order order, Common common) {
            this.account = account;
            this.order = order;
            this.common = common;
        }

        @Override
        public Committed whole(Shares.Turn turn) throws MailException {
            OptionalLong content = OptionalLong.empty();
            try {
                Done done = commit(account, order, bodies(order.steps()), () -> {});
                content = done.content();
                return done.result();
            } finally {
                content.ifPresentOrElse(at -> turn.kept(new Shares.Whole(at, common.own())), turn::forget);
            }
        }

        @Override
        public Committed alone() throws MailException {
            return commit(account, order, bodies(order.steps()), () -> {}).result();
        }

        @Override
        public Committed upon(Sharing.Hold hold) throws MailException {
            return commit(account, order, overlay(hold), hold::close).result();
        }

        private Bodies overlay(Sharing.Hold hold) throws MailException {
            boolean made = false;
            try {
                around.reserve().check(common.own());
                Bodies bodies = Bodies.upon(common, hold.target());
                made = true;
                return bodies;
            } catch (IOException failure) {
                throw Failures.of(failure);
            } finally {
                if (!made) {
                    hold.close();
                }
            }
        }
    }

    /** @param over what is to be done when it is safe on disk, or never will be, whether somebody waits for that still or not */
    private Done commit(AccountId account, Request.Order order, Bodies bodies, Runnable over) throws MailException {
        Line line = directory.line(account);
        Request request = new Request(this, line, order, bodies);
        request.whenOver(over);
        boolean entered = false;
        try {
            line.enter(readBy(order.steps()), loader);
            entered = true;
            var unused = request.done().whenComplete((result, failure) -> line.leave());
            request.leaning(Leaning.of(this, line, order.steps()));
            writer.append(request.append());
        } catch (MailException | RuntimeException | Error failure) {
            request.done().completeExceptionally(failure);
            bodies.abandon(files);
            throw failure;
        } finally {
            LOG.trace("{} {}", account, entered ? "is being changed" : "cannot be changed");
        }
        Committed result = outcome(request, bodies);
        OptionalLong content = request.content();
        if (content.isPresent() && order.steps().size() == 1 && order.steps().get(0) instanceof StoreOp.Append append) {
            around.recent().put(content.getAsLong(), append.structure());
        }
        return new Done(result, content);
    }

    private Committed outcome(Request request, Bodies bodies) throws MailException {
        try {
            Committed result = request.await();
            if (!request.isWritten()) {
                bodies.abandon(files);
            }
            around.memory().grew();
            return result;
        } catch (MailException failure) {
            // Files in doubt are looked after by the next start.
            if (failure.kind() != MailException.Kind.UNKNOWN) {
                bodies.abandon(files);
            }
            throw failure;
        }
    }

    private Bodies bodies(List<StoreOp> steps) throws MailException {
        try {
            for (StoreOp step : steps) {
                if (step instanceof StoreOp.Append append) {
                    around.reserve().check(append.message().size());
                }
            }
            return Bodies.of(steps, files, log.largest());
        } catch (IOException | UncheckedIOException failure) {
            throw Failures.of(failure);
        }
    }

    /** A file that was pinned may go if it should have gone meanwhile. */
    void unpin(long file) {
        if (files.unpin(file)) {
            release(Set.of(file));
        }
    }

    /** Somebody does not need these files any more: those that nobody needs are deleted. */
    void release(Collection<Long> numbers) {
        for (long number : numbers) {
            files.deleteUnless(number, () -> directory.lines().stream().anyMatch(line -> line.holdsFile(number)));
        }
    }

    /** While it is held no segment goes: for who names what no account holds yet. */
    Lock segmentsStay() {
        return segmentsGo.readLock();
    }

    /** Frees a segment of which no account holds anything, and nobody is about to; whether it is gone. Does not wait. */
    boolean free(Segment segment) throws IOException {
        if (!segmentsGo.writeLock().tryLock()) {
            return false;
        }
        try {
            Set<Long> one = Set.of(segment.number());
            return sharing.holds()
                    .letGo(
                            segment.number(),
                            () -> directory.lines().stream().noneMatch(line -> line.holds(one) || line.endsIn(one))
                                    && log.free(segment));
        } finally {
            segmentsGo.writeLock().unlock();
        }
    }

    void erase(AccountId account) throws MailException {
        Optional<Line> line = directory.find(account);
        if (line.isPresent() && state(account).key() != 0) {
            List<StoreOp> all = state(account).boxes().stream()
                    .<StoreOp>map(box -> new StoreOp.DeleteMailbox(box.id()))
                    .toList();
            erase(line.get(), all);
        }
    }

    private void erase(Line line, List<StoreOp> mailboxes) throws MailException {
        Request request = new Request(this, line, Request.Order.ERASE, Bodies.NONE);
        line.enter(readBy(mailboxes), loader);
        request.leaning(Leaning.of(this, line, mailboxes));
        var unused = request.done().whenComplete((result, failure) -> line.leave());
        try {
            writer.append(request.append());
        } catch (MailException | RuntimeException | Error failure) {
            request.done().completeExceptionally(failure);
            throw failure;
        }
        Committed erased = request.await();
        LOG.debug("account {} is erased at {}", line.account(), erased.modSeq());
    }

    /** Mailboxes whose messages have to be known. */
    private static Set<String> readBy(List<StoreOp> steps) {
        Set<String> ids = new TreeSet<>();
        for (StoreOp step : steps) {
            if (step instanceof StoreOp.Flags flags) {
                ids.add(flags.mailboxId());
            } else if (step instanceof StoreOp.ReplaceFlags flags) {
                ids.add(flags.mailboxId());
            } else if (step instanceof StoreOp.Expunge expunge) {
                ids.add(expunge.mailboxId());
            } else if (step instanceof StoreOp.Copy copy) {
                ids.add(copy.fromMailboxId());
            } else if (step instanceof StoreOp.DeleteMailbox delete) {
                ids.add(delete.mailboxId());
            }
        }
        return ids;
    }

    /** A commit is safe. The writer's. */
    void published(Line line, AccountState after, long position, CommitRecord commit) {
        int before = line.indexed();
        String id = commit.done().map(done -> done.operationId()).orElse("");
        line.publish(after, position, commit, id);
        around.memory().changed(line.indexed() - before);
        directory.tally().add(commit.weights());
        keeper.published(line, commit);
    }

    /** Writes a record that is no commit, safe on disk. */
    Place put(Append append) throws MailException {
        writer.append(append);
        return Waiting.until(append.placed());
    }

    /** The message of this entry; empty if it has been moved or is gone, so that one has to look again. */
    Optional<Content> content(Entry entry) throws IOException {
        return Messages.open(this, entry);
    }

    /** What is known of structures without reading them. */
    Recent recent() {
        return around.recent();
    }

    /** Its structure, in the same way. */
    Optional<byte[]> structure(Entry entry) throws IOException {
        Optional<byte[]> known = recent().structure(entry.content());
        if (known.isPresent()) {
            return known;
        }
        Optional<byte[]> read = read(entry);
        read.ifPresent(structure -> recent().put(entry.content(), structure));
        return read;
    }

    private Optional<byte[]> read(Entry entry) throws IOException {
        if (Positions.inFile(entry.content())) {
            try (FileChannel file = Messages.file(this, entry.content())) {
                return Optional.of(Body.structure(file, 0));
            }
        }
        Optional<Segment> segment = log.pinned(Positions.segment(entry.content()));
        if (segment.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel file = segment.get().reader()) {
            return Optional.of(Messages.structure(file, entry.content()));
        } finally {
            segment.get().unpin();
        }
    }

    Soundness soundness() {
        return soundness;
    }

    /** Notes where everything lies, if segments have been filled since the last time. */
    void checkpoint() throws IOException {
        if (log.newest() > checkpointed) {
            noteWhereabouts();
        }
    }

    /** Notes where everything lies. */
    synchronized void noteWhereabouts() throws IOException {
        long from = log.newest();
        // What is missed is known to those who had something in there.
        directory.checkpoint(Math.max(from, 1 + missed()), Opening.newest(log)).write(folder);
        checkpointed = from;
    }

    private long missed() {
        return log.missing().stream().mapToLong(Long::longValue).max().orElse(-1);
    }

    /** Takes nothing any more; done when nothing is written any more. */
    CompletableFuture<Void> end() {
        return CompletableFuture.allOf(keeper.end(), writer.end()).thenRun(this::noteAll);
    }

    private void noteAll() {
        try {
            long newest = Opening.newest(log);
            directory.checkpoint(newest == 0 ? 0 : newest + 1, newest).write(folder);
        } catch (IOException failure) {
            LOG.warn("{}: the next start reads more than it should: {}", folder, failure.toString());
        }
    }
}
