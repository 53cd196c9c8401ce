package org.posthouse.store.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.segments.Append;
import org.posthouse.lib.segments.Draft;
import org.posthouse.lib.segments.Fields;
import org.posthouse.lib.segments.Place;
import org.posthouse.lib.segments.Spot;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Change;
import org.posthouse.lib.store.Failures;
import org.posthouse.lib.store.Index;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an account whole, so that its commits before that are not needed any more; and moves its messages on the way. All is written twice,
 * for there is nothing else that says it. Only mailboxes that have changed are written anew. For one thread, while no commit of the account
 * is under way.
 */
final class Scribe {
    private static final Logger LOG = LoggerFactory.getLogger(Scribe.class);
    /** So long it is known what an operation returned. */
    static final Duration REMEMBERED = Duration.ofHours(2);

    private static final int MOST_IN_PART = 8 << 20;

    private final Shard shard;
    private final Line line;
    private final Mover mover;
    private final List<Part> parts = new ArrayList<>();
    private final List<Part> twins = new ArrayList<>();
    /** Octets of messages that were moved, by the segments in which they are now. */
    private final Map<Long, Long> weights = new HashMap<>();

    private AccountState state;

    private Scribe(Shard shard, Line line, Mover mover) throws MailException {
        this.shard = shard;
        this.line = line;
        this.mover = mover;
        this.state = shard.loader().state(line);
    }

    /** Writes it; safe on disk on return. */
    static void write(Shard shard, Line line, Mover mover) throws MailException {
        line.alone(() -> {
            // The account does not hold what is written before its record is.
            shard.segmentsStay().lock();
            try {
                Scribe scribe = new Scribe(shard, line, mover);
                if (scribe.state.key() == 0) {
                    scribe.tidyErased();
                } else {
                    scribe.write();
                }
            } finally {
                shard.segmentsStay().unlock();
            }
            return true;
        });
    }

    /** Of an account that is gone, nothing must come back: its end is told again further on. */
    private void tidyErased() throws MailException {
        if (mover.leaves(line.whereabouts().erased())) {
            CommitRecord end =
                    new CommitRecord(line.account(), 1, List.of(new Change.AccountErased(0)), Weights.NONE, List.of());
            Part part = new Part(Kind.COMMIT, end.encode(), new byte[0]);
            Place place = shard.put(part.append());
            LOG.debug("account {} stays erased, {}", line.account(), place);
            var unused = line.take(part.position(), end);
        }
        shard.release(line.dropFiles());
    }

    private void write() throws MailException {
        Set<Long> formerFiles = line.whereabouts().held().files();
        Map<Box, Writing> boxes = new LinkedHashMap<>();
        for (Box box : state.boxes()) {
            boxes.put(box, writing(box));
        }
        if (line.maimed()) {
            return;
        }
        operations();
        for (Part part : parts) {
            shard.writer().append(part.append());
        }
        for (Part part : twins) {
            shard.writer().append(part.append());
        }
        Whole whole = new Whole(boxes);
        shard.writer().append(whole.append);
        Copy copy = new Copy(whole);
        shard.writer().append(copy.append);
        Place first = Waiting.until(whole.append.placed());
        shard.directory().tally().add(whole.last.weights());
        line.recorded(whole.position, whole.last);
        line.moved(state);
        Set<Long> files = new HashSet<>(formerFiles);
        files.removeAll(whole.last.held().files());
        shard.release(files);
        Place second = Waiting.until(copy.append.placed());
        line.recorded(copy.position, copy.last);
        LOG.trace("account {} is in {} and {}", line.account(), first, second);
    }

    /** What is written of a mailbox: what was written before, or its pieces, some of which may have been written before as well. */
    private record Writing(Optional<Kept> former, List<Piece> pieces, Named named) {
        Kept kept(Box box) {
            return former.map(old -> new Kept(
                            box, old.parts(), old.twins(), old.segments(), old.files(), old.leans(), old.cuts()))
                    .orElseGet(() -> new Kept(
                            box,
                            pieces.stream().mapToLong(Piece::position).toArray(),
                            pieces.stream().mapToLong(Piece::twin).toArray(),
                            named.segments,
                            named.files,
                            named.leans,
                            pieces.stream().map(Piece::cut).toList()));
        }
    }

    /** What messages name: segments, files, and what they lean on. */
    private record Named(long[] segments, long[] files, long[] leans) {
        static final Named NONE = new Named(new long[0], new long[0], new long[0]);

        static Named by(Mover.Moved now) {
            Set<Long> segments = new TreeSet<>();
            Set<Long> files = new TreeSet<>();
            long last = -1;
            for (long content : Mover.contents(now.columns())) {
                if (Positions.inFile(content)) {
                    files.add(Positions.file(content));
                } else if (Positions.segment(content) != last) {
                    last = Positions.segment(content);
                    segments.add(last);
                }
            }
            return new Named(numbers(segments), numbers(files), now.leans());
        }

        private static long[] numbers(Set<Long> numbers) {
            return numbers.stream().mapToLong(Long::longValue).toArray();
        }
    }

    private Writing writing(Box box) throws MailException {
        Optional<Kept> kept =
                Optional.ofNullable(line.kept().get(box.key())).filter(known -> !line.isDoubtful(box.key()));
        boolean unchanged = kept.isPresent()
                && kept.get().box().modSeq() == box.modSeq()
                && kept.get().holds().noneMatch(mover.leaving()::contains);
        if (unchanged) {
            return new Writing(kept, List.of(), Named.NONE);
        }
        shard.loader().open(line, box.id());
        // Being read, it may have turned out to be damaged.
        kept = Optional.ofNullable(line.kept().get(box.key())).filter(known -> !line.isDoubtful(box.key()));
        Index index =
                shard.loader().state(line).box(box.id()).index().orElseThrow(() -> Failures.notNow("It is closed"));
        Mover.Moved now = mover.move(index.columns(), leans());
        now.weights().forEach((segment, octets) -> weights.merge(segment, octets, Long::sum));
        Index moved = new Index(now.columns(), index.flagTable(), index.history());
        state = state.with(box.withIndex(moved));
        Pieces pieces = new Pieces(moved, Math.min(MOST_IN_PART, shard.log().largest() / 2));
        List<Piece> written = pieces.of(mover.leaving().isEmpty() ? kept : Optional.empty());
        for (Piece piece : written) {
            if (piece instanceof Piece.Fresh fresh) {
                parts.add(fresh.part());
                twins.add(fresh.again());
            }
        }
        return new Writing(Optional.empty(), written, Named.by(now));
    }

    /** In which segments, or below zero files, messages may be that those of the account lean on. */
    private Set<Long> leans() {
        Set<Long> leans = new HashSet<>();
        line.leans().forEach(target -> leans.add(Positions.lean(target)));
        line.kept().values().forEach(kept -> Arrays.stream(kept.leans()).forEach(leans::add));
        return leans;
    }

    /** Moves what is remembered of operations, and writes runs of them that are full. */
    private void operations() throws MailException {
        Operations operations = line.operations();
        long since = shard.clock().instant().minus(REMEMBERED).toEpochMilli();
        operations.forget(since);
        OutcomeMover outcomes = new OutcomeMover(shard, since);
        operations.move(outcomes.move(operations.within(mover.leaving())), mover.leaving());
        for (Operations.Run run : operations.runs()) {
            if (run.full() && run.saved() == 0) {
                Fields meta = new Fields().number(Kind.OPERATIONS);
                run.write(meta);
                Part part = new Part(Kind.OPERATIONS, meta.octets(), new byte[0]);
                shard.put(part.append());
                run.savedAt(part.position());
            }
        }
    }

    /** The account's record, made when the positions of its parts are known. */
    private final class Whole implements Draft {
        private final Map<Box, Writing> boxes;
        private final Append append = Append.drafted(Kind.ACCOUNT, this, new byte[0]);
        private volatile long position;
        private volatile AccountRecord last;

        Whole(Map<Box, Writing> boxes) {
            this.boxes = boxes;
        }

        @Override
        public Optional<byte[]> meta(Spot spot) throws MailException {
            if (Stream.concat(parts.stream(), twins.stream())
                    .anyMatch(part -> part.append().placed().isCompletedExceptionally())) {
                throw Failures.notNow("The account could not be written");
            }
            List<Kept> kept = new ArrayList<>();
            boxes.forEach((box, writing) -> kept.add(writing.kept(box)));
            Set<Long> segments = line.operations().segments();
            Set<Long> files = new HashSet<>();
            for (Kept box : kept) {
                box.holds().forEach(segments::add);
                box.needs().forEach(files::add);
            }
            position = Positions.of(spot.segment(), spot.offset());
            AccountRecord record = new AccountRecord(
                    0,
                    line.account(),
                    state,
                    kept,
                    line.operations().runs(),
                    new AccountRecord.Held(segments, files),
                    Weights.of(line, kept, spot.segment(), weights));
            last = record;
            return Optional.of(record.encode());
        }

        @Override
        public void written(Place place) {
            place.segment().unwanted(place.span());
        }
    }

    /** The account's record once more. */
    private static final class Copy implements Draft {
        private final Whole first;
        private final Append append = Append.drafted(Kind.ACCOUNT, this, new byte[0]);
        private volatile long position;
        private volatile AccountRecord last;

        Copy(Whole first) {
            this.first = first;
        }

        @Override
        public Optional<byte[]> meta(Spot spot) throws MailException {
            if (first.append.placed().isCompletedExceptionally()) {
                throw Failures.notNow("The account could not be written");
            }
            position = Positions.of(spot.segment(), spot.offset());
            AccountRecord copy = first.last.copy(first.position);
            last = copy;
            return Optional.of(copy.encode());
        }

        @Override
        public void written(Place place) {
            place.segment().unwanted(place.span());
        }
    }
}
