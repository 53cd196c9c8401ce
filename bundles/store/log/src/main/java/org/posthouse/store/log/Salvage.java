package org.posthouse.store.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.store.Flaw;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.segments.SegmentLog;
import org.posthouse.lib.store.AccountState;
import org.posthouse.lib.store.Box;
import org.posthouse.lib.store.Change;
import org.posthouse.lib.store.Columns;
import org.posthouse.lib.store.FlagTable;
import org.posthouse.lib.store.History;
import org.posthouse.lib.store.Index;

/**
 * Makes an account of those of its records that can be read. Each mailbox stands on the newest of its columns that are whole, or on none,
 * and on what changed it since. For one thread, while no commit of the account is under way.
 */
final class Salvage {
    private final SegmentLog log;
    private final Line line;
    private final LogReader reader;
    private final Loader loader;
    private final Set<Long> segments;
    private final List<Whole> wholes = new ArrayList<>();
    private final List<Commit> commits = new ArrayList<>();
    private final List<Flaw> flaws = new ArrayList<>();
    private final Recollection recollection;

    /** A record of the whole account. */
    private record Whole(long position, AccountRecord record) {}

    /** A change of it. */
    private record Commit(long position, CommitRecord record) {}

    Salvage(Shard shard, Line line, LogReader reader) {
        this.log = shard.log();
        this.line = line;
        this.reader = reader;
        this.loader = shard.loader();
        this.recollection = new Recollection(
                reader, shard.clock().instant().minus(Scribe.REMEMBERED).toEpochMilli());
        this.segments = new HashSet<>();
        for (Segment segment : log.segments()) {
            segments.add(segment.number());
        }
    }

    /** What cannot be had any more. */
    List<Flaw> flaws() {
        return List.copyOf(flaws);
    }

    /** What it has done lately; to be asked for when the account is there. */
    Operations operations() throws IOException {
        Map<Long, Change.Done> changes = new LinkedHashMap<>();
        for (Commit commit : commits) {
            commit.record().done().ifPresent(done -> changes.put(commit.position(), done));
        }
        long newest = wholes.isEmpty() ? 0 : wholes.get(wholes.size() - 1).position();
        Operations operations = recollection.of(newest, changes);
        if (recollection.gaps()) {
            flaw(
                    "",
                    "some of what it has done lately is forgotten, and would be done again if it were asked for again");
        }
        return operations;
    }

    /** The account with all its mailboxes open; none if it is erased, or nothing of it was found. */
    AccountState account(Records records) {
        read(records);
        Optional<Whole> base = base();
        long from = base.map(Whole::position).orElse(0L);
        Rebuilt rebuilt = new Rebuilt(base.map(whole -> whole.record().state()).orElse(AccountState.NONE), false);
        for (Commit commit : commits) {
            if (commit.position() > from) {
                var unused = rebuilt.take(commit.record());
            }
        }
        AccountState state = rebuilt.finish();
        rebuilt.losses().forEach(loss -> flaw("", "it has lost " + loss));
        for (Box box : state.boxes()) {
            state = state.with(filled(box));
        }
        return state;
    }

    /** The oldest since which no change is missing, up to what the newest tells; or else the newest. */
    private Optional<Whole> base() {
        if (wholes.isEmpty()) {
            return Optional.empty();
        }
        Whole newest = wholes.get(wholes.size() - 1);
        long wanted = newest.record().state().modSeq();
        if (reached(0, 0) >= wanted) {
            return Optional.empty();
        }
        return wholes.stream()
                .filter(whole ->
                        reached(whole.position(), whole.record().state().modSeq()) >= wanted)
                .findFirst()
                .or(() -> Optional.of(newest));
    }

    /** How far changes lead from here without one missing. */
    private long reached(long position, long modSeq) {
        long reached = modSeq;
        for (Commit commit : commits) {
            if (commit.position() > position && commit.record().modSeq() == reached + 1) {
                reached++;
            }
        }
        return reached;
    }

    private void flaw(String mailbox, String what) {
        flaws.add(new Flaw(Flaw.Kind.WRONG_INDEX, Flaw.Where.of(line.account(), mailbox), what, false));
    }

    /** Only what comes after the account's last end counts. */
    private void read(Records records) {
        for (long position : records.commits()) {
            try {
                CommitRecord commit = CommitRecord.decode(reader.fields(position, Kind.COMMIT));
                if (commit.erases()) {
                    commits.clear();
                } else {
                    commits.add(new Commit(position, commit));
                }
            } catch (IOException | RuntimeException failure) {
                unread(position, "a change of it cannot be read: " + failure.getMessage());
            }
        }
        long end = commits.isEmpty() ? Long.MAX_VALUE : commits.get(0).position();
        long erased = line.whereabouts().erased();
        for (long position : records.wholes()) {
            try {
                if (position > erased || position > end) {
                    wholes.add(new Whole(
                            position,
                            AccountRecord.decode(reader.fields(position, Kind.ACCOUNT), run -> Optional.empty())
                                    .withoutOperations()));
                }
            } catch (IOException | RuntimeException failure) {
                unread(position, "a record of it cannot be read: " + failure.getMessage());
            }
        }
    }

    /** A segment that is gone by now went because nothing in it was needed any more. */
    private void unread(long position, String what) {
        long number = Positions.segment(position);
        if (log.segments().stream().anyMatch(segment -> segment.number() == number)) {
            flaw("", what);
        }
    }

    /** The mailbox with its messages: of all that can be made of them, that which has as many as there should be, or else the most. */
    private Box filled(Box box) {
        Optional<Index> best = Optional.empty();
        long most = -1;
        for (int i = wholes.size() - 1; i >= -1 && most < box.messages(); i--) {
            Index index = i < 0 ? replayed(box, Columns.EMPTY, new FlagTable(), 0) : upon(wholes.get(i), box);
            long there = there(index.columns());
            if (there > most) {
                most = there;
                best = Optional.of(index);
            }
        }
        Index found = best.orElseThrow();
        Columns columns = found.columns();
        if (most < box.messages()) {
            flaw(box.name(), "of " + box.messages() + " messages " + most + " could be had");
        }
        int last = columns.count() - 1;
        long next = Math.max(box.uidNext(), last < 0 ? 1 : columns.uid(last) + 1);
        return box.withUidNext(next)
                .withCounts(columns.count(), columns.octets())
                .withIndex(found);
    }

    private long there(Columns columns) {
        long there = 0;
        for (int i = 0; i < columns.count(); i++) {
            long content = columns.content(i);
            there += Positions.inFile(content) || segments.contains(Positions.segment(content)) ? 1 : 0;
        }
        return there;
    }

    private Index upon(Whole whole, Box box) {
        FlagTable table = new FlagTable();
        Columns columns = whole.record().boxes().stream()
                .filter(kept -> kept.box().key() == box.key())
                .findFirst()
                .map(kept -> loader.columns(line, kept, table, reader))
                .orElse(Columns.EMPTY);
        return replayed(box, columns, table, whole.position());
    }

    private Index replayed(Box box, Columns columns, FlagTable table, long after) {
        Index index = new Index(columns, table, History.from(box.modSeq()));
        for (Commit commit : commits) {
            if (commit.position() > after) {
                for (Change change : commit.record().changes()) {
                    index = Replay.index(
                            index, box.key(), change, commit.record().modSeq());
                }
            }
        }
        table.settle();
        return index;
    }
}
