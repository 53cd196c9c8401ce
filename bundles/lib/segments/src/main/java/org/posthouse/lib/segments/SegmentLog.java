package org.posthouse.lib.segments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.posthouse.lib.segments.SegmentScan.Row;

/**
 * Records in segments, one after the other. Writing belongs to one thread; segments may be asked for and freed by any. A restart never
 * goes on in an old segment, and a segment whose writing failed is never written again.
 */
public final class SegmentLog implements AutoCloseable {
    private static final int BUFFER = 1 << 20;

    private final SegmentFiles files;
    private final Forcing forcing;
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    /** Segments of which a copy was asked for; guarded by the files. */
    private final Set<Long> quarantined = new HashSet<>();
    /** Segments that should be there; guarded by the segments. */
    private final Set<Long> missing = new HashSet<>();
    /** Segments that are there again. */
    private final Set<Long> returned = new HashSet<>();
    /** The last LSN that counts in each segment that is not written any more. */
    private final Map<Segment, Long> ends = new HashMap<>();

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private Optional<SegmentWriter> writer = Optional.empty();
    private long lastNumber;
    private long lastLsn;
    private long forced;
    private volatile int safeEnd;

    private SegmentLog(SegmentFiles files, Forcing forcing) {
        this.files = files;
        this.forcing = forcing;
    }

    /**
     * Opens the log in this folder and gives all its records, oldest first.
     *
     * @param spares whether the disk has so many octets for files that are kept for later
     */
    public static SegmentLog open(
            Path folder, int segmentSize, LongPredicate spares, Forcing forcing, Consumer<Found> found)
            throws IOException {
        return open(folder, segmentSize, spares, forcing, new Reading(0, found));
    }

    /**
     * How a log is read when it is opened.
     *
     * @param from segments below this number are not read, but for the last: what they hold is known
     * @param mending whether a damaged record is put back as it was where one octet of it was changed
     * @param expected segments that must be there, by their numbers, and what is noted of each that is not: it is {@link #missing} then
     */
    public record Reading(long from, Consumer<Found> found, boolean mending, Map<Long, String> expected) {
        public Reading {
            expected = Map.copyOf(expected);
        }

        /** Nothing is mended, and nobody knows which segments there are to be. */
        public Reading(long from, Consumer<Found> found) {
            this(from, found, false, Map.of());
        }
    }

    /** The same, from some segment on. */
    public static SegmentLog open(Path folder, int segmentSize, LongPredicate spares, Forcing forcing, Reading reading)
            throws IOException {
        SegmentLog log = new SegmentLog(new SegmentFiles(folder, segmentSize, spares), forcing);
        List<Segment> segments = log.files.segments();
        log.expect(segments, reading.expected());
        Set<Long> missed = log.files.missed();
        List<OptionalLong> bounds = Bounds.of(segments, missed, reading.from());
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).number() < reading.from() && i < segments.size() - 1) {
                log.pass(segments.get(i), bounds.get(i));
            } else {
                log.read(segments.get(i), bounds.get(i), reading);
            }
        }
        log.lastNumber = Math.max(log.lastNumber, log.files.highest());
        for (long number : missed) {
            (log.segments.containsKey(number) ? log.returned : log.missing).add(number);
        }
        log.noteBefore(log.missing, reading.from());
        return log;
    }

    /** Takes a segment as it is. */
    private void pass(Segment segment, OptionalLong bound) {
        long end = bound.orElse(segment.range().start());
        lastLsn = Math.max(lastLsn, end);
        forced = Math.max(forced, end);
        add(segment, end);
    }

    /** Notes which of the segments that must be there are not. */
    private void expect(List<Segment> there, Map<Long, String> expected) throws IOException {
        Map<Long, String> absent = new TreeMap<>(expected);
        there.forEach(segment -> absent.remove(segment.number()));
        absent.keySet().removeAll(files.missed());
        for (Map.Entry<Long, String> each : absent.entrySet()) {
            files.miss(each.getKey(), each.getValue());
        }
    }

    /** Those before a missing one say where they end: of later ones nobody knows whether they mean them, once it is not missed any more. */
    private void noteBefore(Set<Long> gone, long from) throws IOException {
        for (long number : gone) {
            Map.Entry<Long, Segment> before = segments.lowerEntry(number);
            if (before != null
                    && before.getKey() >= from
                    && before.getValue().range().end().isEmpty()) {
                Segment segment = before.getValue();
                files.note(segment, segment.range().endingAt(ends.get(segment)));
            }
        }
    }

    private void read(Segment segment, OptionalLong bound, Reading reading) throws IOException {
        if (reading.mending()) {
            mend(segment, bound);
        }
        long end = bound.orElse(segment.range().start());
        try (SegmentScan scan = new SegmentScan(segment, bound)) {
            for (Row row : scan.rows()) {
                end = Math.max(end, row.head().lsn());
                reading.found().accept(row.found(segment));
            }
            if (!scan.holes().isEmpty()) {
                files.quarantine(segment, scan.holes());
            }
            lastLsn = Math.max(Math.max(lastLsn, end), scan.last());
        }
        forced = Math.max(forced, end);
        add(segment, end);
    }

    /** Puts back what can be, one damaged record after the other. */
    private void mend(Segment segment, OptionalLong bound) throws IOException {
        Set<Integer> tried = new HashSet<>();
        Optional<Integer> hole = hole(segment, bound, tried);
        while (hole.isPresent()) {
            tried.add(hole.get());
            files.mend(segment, hole.get());
            hole = hole(segment, bound, tried);
        }
    }

    /** Where damage begins that was not tried yet. */
    private static Optional<Integer> hole(Segment segment, OptionalLong bound, Set<Integer> tried) throws IOException {
        try (SegmentScan scan = new SegmentScan(segment, bound)) {
            scan.rows();
            return scan.holes().stream().filter(hole -> !tried.contains(hole)).findFirst();
        }
    }

    private void add(Segment segment, long end) {
        lastNumber = segment.number();
        synchronized (segments) {
            segments.put(segment.number(), segment);
            ends.put(segment, end);
        }
    }

    /** The segment of this number, pinned for the caller; empty if it has gone. Any thread. */
    public Optional<Segment> pinned(long number) {
        synchronized (segments) {
            Optional<Segment> segment = Optional.ofNullable(segments.get(number));
            return segment.filter(Segment::pin);
        }
    }

    /** The number of the newest segment; 0 if there is none yet. Any thread. */
    public long newest() {
        synchronized (segments) {
            return segments.isEmpty() ? 0 : segments.lastKey();
        }
    }

    /** Numbers of segments that should be there and are not. Any thread. */
    public Set<Long> missing() {
        synchronized (segments) {
            return Set.copyOf(missing);
        }
    }

    /** Numbers of segments that were missed once, and are there again; until {@link #welcome}. */
    public Set<Long> returned() {
        return Set.copyOf(returned);
    }

    /**
     * This segment should be there: that is known from now on, however often the log is opened, until the segment is there or is {@link
     * #missNoMore missed no more}. Its number is not used again. Before anything is written.
     */
    public void miss(long number) throws IOException {
        files.miss(number, "");
        lastNumber = Math.max(lastNumber, number);
        synchronized (segments) {
            missing.add(number);
        }
    }

    /** What there is to tell of a segment that is missing and was expected, with where that is noted; nothing of any other. */
    public String told(long number) throws IOException {
        String told = files.told(number);
        return told.isEmpty()
                ? ""
                : path(number) + " is missing: " + told
                        + "; if it is to be had, stop the server and put it back, if not, delete " + files.note(number);
    }

    /** Nobody needs this segment any more. Any thread. */
    public void missNoMore(long number) throws IOException {
        synchronized (files) {
            files.missNoMore(number);
        }
        synchronized (segments) {
            missing.remove(number);
        }
    }

    /** All that is in those which are there again is known now. Before anything is written. */
    public void welcome() throws IOException {
        for (long number : returned) {
            Segment segment = segments.get(number);
            if (segment.range().end().isEmpty()) {
                files.note(segment, segment.range().endingAt(ends.get(segment)));
            }
            files.missNoMore(number);
        }
        returned.clear();
    }

    /** Where the file of this segment is, or should be. */
    public Path path(long number) {
        return files.path(number);
    }

    /** What was found damaged as it was opened, in sentences. */
    public List<String> damages() {
        return files.damages();
    }

    /**
     * Keeps a copy of a segment in which a record was found damaged; what there is to tell of it, if this segment was not told of before.
     * Any thread.
     */
    public Optional<String> quarantine(long number, int offset) throws IOException {
        Optional<Segment> segment = pinned(number);
        if (segment.isEmpty()) {
            return Optional.empty();
        }
        try {
            synchronized (files) {
                Path copy = files.copy(segment.get());
                return quarantined.add(number)
                        ? Optional.of(segment.get() + " is damaged at octet " + offset + ": a copy is kept as " + copy)
                        : Optional.empty();
            }
        } finally {
            segment.get().unpin();
        }
    }

    /**
     * Gives the records of a segment as they are on disk now; those behind the last one that is known to be safe may be missing. Any
     * thread.
     *
     * @return where damage begins
     */
    public List<Integer> read(Segment segment, Consumer<Found> found) throws IOException {
        OptionalLong bound = OptionalLong.empty();
        synchronized (segments) {
            Long end = ends.get(segment);
            if (end != null) {
                bound = OptionalLong.of(end);
            }
        }
        try (SegmentScan scan = new SegmentScan(segment, bound)) {
            scan.rows().forEach(row -> found.accept(row.found(segment)));
            List<Integer> holes = new ArrayList<>(scan.holes());
            if (!SegmentFiles.hasHeader(segment)) {
                holes.add(0, 0);
            }
            return List.copyOf(holes);
        }
    }

    /** Largest record it can take. */
    public int largest() {
        return files.size() - Segment.HEADER;
    }

    public int segmentSize() {
        return files.size();
    }

    /** All segments but the one that is being written, oldest first. */
    public List<Segment> sealed() {
        synchronized (segments) {
            List<Segment> sealed = new ArrayList<>(segments.values());
            writer.ifPresent(open -> sealed.remove(open.segment()));
            return sealed;
        }
    }

    /** All segments, oldest first. */
    public List<Segment> segments() {
        synchronized (segments) {
            return List.copyOf(segments.values());
        }
    }

    /**
     * Gives a sealed segment back if nobody wants anything of it or reads in it; from then on nobody can. The last one stays: numbers and LSNs go on
     * from there after a restart, so that nothing in a file that is used again looks new. Any thread.
     */
    public boolean free(Segment segment) throws IOException {
        synchronized (segments) {
            if (!stands(segment) || !segment.idle()) {
                return false;
            }
        }
        for (Map.Entry<Segment, Long> before : endsToNote(segment).entrySet()) {
            note(before.getKey(), before.getValue());
        }
        synchronized (segments) {
            if (!stands(segment) || !segment.retire()) {
                return false;
            }
            segments.remove(segment.number());
            ends.remove(segment);
        }
        files.free(segment);
        return true;
    }

    /** Whether it is one of ours, and not the last. Under the lock of the segments. */
    private boolean stands(Segment segment) {
        return segments.get(segment.number()) == segment && segments.lastEntry().getValue() != segment;
    }

    /** Pinned, or the file could be another segment's by now. */
    private void note(Segment earlier, long end) throws IOException {
        if (earlier.pin()) {
            try {
                files.note(earlier, earlier.range().endingAt(end));
            } finally {
                earlier.unpin();
            }
        }
    }

    /** Segments before this one whose end is told by later ones alone. */
    private Map<Segment, Long> endsToNote(Segment segment) {
        Map<Segment, Long> unnoted = new HashMap<>();
        synchronized (segments) {
            for (Segment earlier : segments.headMap(segment.number()).values()) {
                if (earlier.range().end().isEmpty()) {
                    unnoted.put(earlier, ends.get(earlier));
                }
            }
        }
        return unnoted;
    }

    /** Deletes the files that are kept for later, but for one: the disk needs the room. Any thread. */
    public void giveBack() throws IOException {
        files.giveBack();
    }

    /** Sees to it that the next segment can be written fast, and though the disk is full by then. Any thread but the writer's. */
    public void fillAhead() throws IOException {
        files.fillAhead();
    }

    /** About how many octets can be written though the disk has no room: into files that are kept for later, and one that was. Any thread. */
    public long prepared() throws IOException {
        Optional<SegmentWriter> open;
        synchronized (segments) {
            open = writer;
        }
        boolean filled = open.isPresent() && Files.size(open.get().segment().file()) == files.size();
        return files.kept() + (filled ? files.size() - safeEnd : 0);
    }

    /** How full the open segment is, 0 to 1. */
    double filled() {
        return writer.map(open -> (double) open.end() / files.size()).orElse(0.0);
    }

    boolean isOpen() {
        return writer.isPresent();
    }

    boolean fits(Drawn record) {
        return writer.isPresent() && writer.get().fits(record.span());
    }

    /** Where the next record will lie if it fits into the open segment. */
    Spot next() {
        SegmentWriter open = writer.orElseThrow();
        return new Spot(open.segment().number(), open.end());
    }

    /** Ends the open segment and begins the next one. */
    void roll() throws IOException {
        Segment next = files.make(files.vacant(lastNumber + 1), Range.from(lastLsn));
        lastNumber = next.number();
        SegmentWriter opened = new SegmentWriter(next, buffer, forcing);
        Optional<SegmentWriter> former = writer;
        synchronized (segments) {
            segments.put(next.number(), next);
            former.ifPresent(open -> ends.put(open.segment(), forced));
            writer = Optional.of(opened);
        }
        safeEnd = opened.end();
        if (former.isPresent()) {
            former.get().close();
        }
    }

    /** Writes behind the last record; it is wanted and its segment stays until told otherwise. */
    Place write(Drawn record) throws IOException {
        Place place = writer.orElseThrow().write(record, ++lastLsn, forced);
        place.segment().wanted(place.span());
        return place;
    }

    void flush() throws IOException {
        if (writer.isPresent()) {
            writer.get().flush();
        }
    }

    /** Everything written is on disk after it. */
    void force() throws IOException {
        if (writer.isPresent()) {
            writer.get().force();
            safeEnd = writer.get().end();
            forced = lastLsn;
        }
    }

    /** Whether a force of the open segment has failed. */
    boolean broken() {
        return writer.filter(SegmentWriter::broken).isPresent();
    }

    /** Forgets what was written since the last force; its LSNs are not used again. */
    void rewind() throws IOException {
        if (writer.isPresent()) {
            writer.get().rewind(safeEnd);
        }
    }

    /** Never writes in this segment again. */
    void seal() throws IOException {
        Optional<SegmentWriter> former = writer;
        synchronized (segments) {
            former.ifPresent(open -> ends.put(open.segment(), forced));
            writer = Optional.empty();
        }
        if (former.isPresent()) {
            former.get().close();
        }
    }

    /** Notes up to where all is safe: who opens the log finds out if something of that is missing. */
    @Override
    public void close() throws IOException {
        Optional<Segment> last = writer.map(SegmentWriter::segment);
        seal();
        if (last.isPresent()) {
            files.note(last.get(), last.get().range().endingAt(forced));
        }
    }
}
