package org.posthouse.store.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.posthouse.lib.segments.Segment;
import org.posthouse.lib.segments.SegmentLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shard's log as it is opened, and what its checkpoint and the records after it tell of accounts. A segment that should be there and is
 * not is missed until it is there again or nobody needs it: accounts that had something in it know that they lack something. Where nobody
 * can know which accounts those are, all of them do. For one thread.
 */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    /** More mailboxes than are made in a segment. */
    private static final long MAILBOXES = 1 << 20;

    private final Path folder;
    private final Shard.Surroundings around;
    private final Optional<Checkpoint> checkpoint;
    private SegmentLog log;
    private Directory directory;

    Opening(Path folder, Shard.Surroundings around) throws IOException {
        this.folder = folder;
        this.around = around;
        this.checkpoint = Checkpoint.read(folder);
        this.directory = new Directory(checkpoint);
        this.log = open(from(), directory);
        boolean done = false;
        try {
            miss();
            if (!log.returned().isEmpty()) {
                welcome();
            }
            done = true;
        } finally {
            if (!done) {
                log.close();
            }
        }
    }

    SegmentLog log() {
        return log;
    }

    Directory directory() {
        return directory;
    }

    /** Up to which segment the checkpoint knows all; nothing of what is missed. */
    long covered() {
        return log.missing().isEmpty() ? Math.min(from(), log.newest()) : 0;
    }

    private long from() {
        return checkpoint.map(Checkpoint::from).orElse(0L);
    }

    private SegmentLog open(long from, Directory known) throws IOException {
        try {
            return SegmentLog.open(
                    folder,
                    around.settings().segmentSize(),
                    around.reserve()::spares,
                    around.disk().forcing(),
                    new SegmentLog.Reading(from, known::take));
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private Directory readAll() throws IOException {
        log.close();
        Directory all = new Directory(Optional.empty());
        log = open(0, all);
        return all;
    }

    private Set<Long> there() {
        return log.segments().stream().map(Segment::number).collect(Collectors.toSet());
    }

    private void miss() throws IOException {
        Set<Long> there = there();
        Set<Long> gone = new TreeSet<>(log.missing());
        // What is damaged may name what was freed since.
        if (checkpoint.isPresent() || log.damages().isEmpty()) {
            gone.addAll(directory.named());
            gone.removeAll(there);
        }
        long newest = there.isEmpty() ? 0 : Collections.max(there);
        checkpoint.map(Checkpoint::newest).filter(known -> known > newest).ifPresent(gone::add);
        if (gone.isEmpty()) {
            return;
        }
        for (long number : gone) {
            LOG.error("{}: segment {} is missing", folder, number);
            if (!log.missing().contains(number)) {
                log.miss(number);
            }
        }
        recallOlder(gone);
        long unknown = gone.stream().filter(number -> number >= from()).count();
        if (unknown > 0) {
            directory.numbers().learn(directory.numbers().lastMailbox() + MAILBOXES, 0);
            gone.stream().filter(number -> number >= from()).forEach(this::missEverywhere);
        }
    }

    /** Any account may have had something in there. */
    private void missEverywhere(long number) {
        for (Line line : directory.lines()) {
            Line.Whereabouts where = line.whereabouts();
            if (where.record() != 0 || where.tail().length > 0) {
                line.miss(Positions.of(number, 0));
            }
        }
    }

    /** Accounts of which no record is there that tells of them whole are what older ones, and all changes that are there, tell. */
    private void recallOlder(Set<Long> gone) throws IOException {
        List<Line> lost = directory.lines().stream()
                .filter(line -> isWithin(line.whereabouts().record(), gone)
                        && (line.whereabouts().twin() == 0
                                || isWithin(line.whereabouts().twin(), gone)))
                .toList();
        if (lost.isEmpty()) {
            return;
        }
        Directory all = readAll();
        for (Line line : lost) {
            Line.Whereabouts last = line.whereabouts();
            Line.Whereabouts older = all.line(line.account()).whereabouts();
            Set<Long> held = new HashSet<>(older.held().segments());
            held.retainAll(there());
            Set<Long> files = new HashSet<>(older.held().files());
            files.addAll(last.held().files());
            line.recall(new Line.Whereabouts(
                    older.record(), older.twin(), last.erased(), older.tail(), new AccountRecord.Held(held, files)));
            miss(line, last, gone);
        }
    }

    private static boolean isWithin(long position, Set<Long> segments) {
        return position != 0 && segments.contains(Positions.segment(position));
    }

    /** What it was known to have there is not to be had. */
    private static void miss(Line line, Line.Whereabouts known, Set<Long> gone) {
        LongStream.concat(LongStream.of(known.record()), LongStream.of(known.tail()))
                .filter(position -> isWithin(position, gone))
                .forEach(line::miss);
    }

    /** Segments are there again: all that is there is read, and the checkpoint knows it before they are not missed any more. */
    private void welcome() throws IOException {
        LOG.info("{}: segments {} are there again: all that are there are read", folder, log.returned());
        Directory former = directory;
        directory = readAll();
        directory
                .numbers()
                .learn(former.numbers().lastMailbox(), former.numbers().lastValidity());
        for (Line line : former.lines()) {
            miss(directory.line(line.account()), line.whereabouts(), log.missing());
        }
        directory.checkpoint(log.newest(), newest(log)).write(folder);
        log.welcome();
    }

    /** The newest segment that there was. */
    static long newest(SegmentLog log) {
        return log.missing().stream().mapToLong(Long::longValue).reduce(log.newest(), Math::max);
    }

    /** What accounts name that is behind the ends of segments, in sentences. */
    List<String> cutShort() {
        Map<Long, Segment> there =
                log.segments().stream().collect(Collectors.toMap(Segment::number, segment -> segment));
        Map<Long, Integer> behind = new TreeMap<>();
        for (Line line : directory.lines()) {
            Line.Whereabouts where = line.whereabouts();
            LongStream.concat(LongStream.of(where.record(), where.twin()), LongStream.of(where.tail()))
                    .filter(position -> position != 0 && there.containsKey(Positions.segment(position)))
                    .filter(position -> Positions.offset(position)
                            >= there.get(Positions.segment(position)).size())
                    .forEach(position -> behind.merge(Positions.segment(position), 1, Integer::sum));
        }
        return behind.entrySet().stream()
                .map(
                        each -> "segment " + each.getKey() + " of " + folder + " is cut short: it ends at octet "
                                + there.get(each.getKey()).size() + ", and accounts name " + each.getValue()
                                + " records behind that; posthouse store check tells what is lost, and --repair goes on without it")
                .toList();
    }
}
