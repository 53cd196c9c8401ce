package org.posthouse.lib.segments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a log: segments in its folder, files to be used (again) in {@code pool}, copies of damaged ones in {@code quarantine}.
 * Blocks that were written before are two to four times faster to write than new ones, so files are filled ahead and used again, those
 * that nobody can read any more; all others are deleted when they are freed, and live on for who has them open.
 */
final class SegmentFiles {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentFiles.class);
    private static final String SUFFIX = ".seg";
    /** The one file in the pool that was never a segment. */
    private static final String FILLED = "filled" + SUFFIX;
    /** Ends the name of what is no segment any more and may hold something that is missing. */
    private static final String ASIDE = SUFFIX + ".aside";

    /** Ends the name of a note that a segment should be there, and is not. */
    private static final String MISSING = SUFFIX + ".missing";

    private static final Pattern NUMBERED = Pattern.compile("([0-9]{10,18})\\.seg(\\.aside|\\.missing)?");
    private static final int MOST_POOLED = 4;

    private final Path folder;
    private final Path pool;
    private final Path quarantine;
    private final int size;
    private final LongPredicate spares;
    private final List<String> damages = new ArrayList<>();

    SegmentFiles(Path folder, int size, LongPredicate spares) throws IOException {
        this.folder = folder;
        this.pool = folder.resolve("pool");
        this.quarantine = folder.resolve("quarantine");
        this.size = size;
        this.spares = spares;
        Folders.make(folder);
        Folders.make(pool);
        if (Files.exists(quarantine)) {
            Folders.make(quarantine);
        }
        for (Path file : list(pool)) {
            if (Files.size(file) != size || !file.endsWith(FILLED)) {
                Files.delete(file);
            }
        }
    }

    int size() {
        return size;
    }

    /** What was found damaged, in sentences. */
    List<String> damages() {
        return List.copyOf(damages);
    }

    /**
     * All segments by number. One without a readable header is known by its name and its records; if it has none of those it is put aside,
     * and told each time the log is opened, as long as it lies there.
     */
    List<Segment> segments() throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (Path file : list(folder)) {
            if (file.toString().endsWith(SUFFIX)) {
                segment(file).ifPresent(segments::add);
            }
        }
        segments.sort((a, b) -> Long.compare(a.number(), b.number()));
        for (Path file : quarantined()) {
            if (file.toString().endsWith(ASIDE)) {
                damaged(
                        file
                                + " was put aside, as neither its header nor a record in it can be read: what was in it is missing");
            }
        }
        return segments;
    }

    private Optional<Segment> segment(Path file) throws IOException {
        ByteBuffer header = header(file);
        long number = Segment.number(header);
        if (number >= 0) {
            return Optional.of(Segment.found(file, number, (int) Files.size(file), Segment.range(header)));
        }
        Range range = header.remaining() < Segment.HEADER ? Range.from(0) : Segment.range(header);
        Segment found = Segment.found(file, number(file), (int) Files.size(file), range);
        try (SegmentScan scan = SegmentScan.ofFirst(found)) {
            if (scan.any().isEmpty()) {
                putAside(file);
                return Optional.empty();
            }
        }
        mendHeader(found);
        return Optional.of(found);
    }

    /** Nothing is lost: all that the header says is known. */
    private void mendHeader(Segment segment) {
        try {
            Path copy = copy(segment);
            try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
                write(channel, Segment.header(segment.number(), segment.size(), segment.range()), 0);
                channel.force(false);
            }
            LOG.warn("{} of {} had a damaged header, which is mended; a copy is kept as {}", segment, folder, copy);
        } catch (IOException e) {
            LOG.warn("{} of {} has a damaged header, which cannot be mended now: {}", segment, folder, e.toString());
        }
    }

    /** Whether the header on disk says what is known of the segment. */
    static boolean hasHeader(Segment segment) throws IOException {
        return Segment.number(header(segment.file())) == segment.number();
    }

    /** Puts a damaged record back as it was if one octet of it was changed; a copy of the segment is kept. */
    void mend(Segment segment, int offset) throws IOException {
        try (FileChannel reader = segment.open()) {
            Path copy = copy(segment);
            Optional<RecordMend.Octet> wrong = RecordMend.find(segment, reader, offset);
            if (wrong.isPresent()) {
                segment.mend(wrong.get().offset(), new byte[] {wrong.get().value()});
                LOG.warn(
                        "{} of {} was damaged at octet {}: one octet was changed, and is put back; a copy is kept as {}",
                        segment,
                        folder,
                        wrong.get().offset(),
                        copy);
            }
        } catch (IOException e) {
            LOG.warn(
                    "{} of {} is damaged at octet {} and cannot be mended now: {}",
                    segment,
                    folder,
                    offset,
                    e.toString());
        }
    }

    /** The first number from this on whose name is not taken, by whatever it is. */
    long vacant(long from) {
        long number = from;
        while (Files.exists(path(number), LinkOption.NOFOLLOW_LINKS)) {
            LOG.warn("{} is in the way and no segment of ours: it is passed over", path(number));
            number++;
        }
        return number;
    }

    /** The highest number that any file here has, also of what was put aside; 0 if there is none. */
    long highest() throws IOException {
        try (Stream<Path> names = Files.list(folder)) {
            return Stream.concat(names, quarantined().stream())
                    .mapToLong(SegmentFiles::number)
                    .max()
                    .orElse(0);
        }
    }

    /** Numbers of segments that were missed when the log was opened once. */
    Set<Long> missed() throws IOException {
        return quarantined().stream()
                .filter(file -> file.toString().endsWith(MISSING))
                .map(SegmentFiles::number)
                .collect(Collectors.toSet());
    }

    /** Notes, safe on disk, that this segment should be there: until it is, or is not to be any more. */
    void miss(long number, String told) throws IOException {
        Files.createDirectories(quarantine);
        Files.writeString(note(number), told);
        forceFolder(quarantine);
    }

    /** What was noted of a segment that is missed. */
    String told(long number) throws IOException {
        return Files.readString(note(number)).strip();
    }

    void missNoMore(long number) throws IOException {
        Files.deleteIfExists(note(number));
        forceFolder(quarantine);
    }

    /** Where it is noted that this segment should be there. */
    Path note(long number) {
        return quarantine.resolve("%010d%s".formatted(number, MISSING));
    }

    /** Where the file of this segment is, or should be. */
    Path path(long number) {
        return folder.resolve("%010d%s".formatted(number, SUFFIX));
    }

    /** The number in the name of a file; 0 if there is none. */
    private static long number(Path file) {
        Matcher name = NUMBERED.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    private List<Path> quarantined() throws IOException {
        return Files.isDirectory(quarantine) ? list(quarantine) : List.of();
    }

    /** A fresh segment, its header safe on disk; filled ahead if the pool has one. */
    Segment make(long number, Range range) throws IOException {
        Path file = path(number);
        synchronized (pool) {
            Path ready = pooled().orElse(unpooled());
            try (FileChannel channel = FileChannel.open(ready, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                write(channel, Segment.header(number, size, range), 0);
                channel.force(true);
            }
            Files.move(ready, file, StandardCopyOption.ATOMIC_MOVE);
        }
        forceFolder(folder);
        return Segment.made(file, number, size, range);
    }

    /** Notes in the header of a segment, safe on disk, which LSNs it holds. */
    void note(Segment segment, Range range) throws IOException {
        try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.WRITE)) {
            write(channel, range.encode(), Segment.RANGE);
            channel.force(false);
        }
        segment.noted(range);
    }

    private static void write(FileChannel channel, ByteBuffer octets, long offset) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets, offset + octets.position());
        }
    }

    /** Sees to it that there is a filled file for the next segment, unless the disk is nearly full. */
    synchronized void fillAhead() throws IOException {
        if (pooled().isPresent() || !spares.test(size)) {
            return;
        }
        Path file = pool.resolve("filled.tmp");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(size, 1 << 20));
            for (long at = 0; at < size; ) {
                at += channel.write(zeros.clear().limit((int) Math.min(zeros.capacity(), size - at)), at);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        Files.move(file, pool.resolve(FILLED), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes the files that are kept for later, but for one: what makes room on a full disk goes into that. */
    void giveBack() throws IOException {
        synchronized (pool) {
            for (Path file : ready().skip(1).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Octets of the files that are kept for later. */
    long kept() throws IOException {
        synchronized (pool) {
            long octets = 0;
            for (Path file : ready().toList()) {
                octets += Files.size(file);
            }
            return octets;
        }
    }

    /** Takes the file out of the log for good; its blocks are used again if nobody can read them, and otherwise given back. */
    void free(Segment segment) throws IOException {
        if (segment.unread()
                && segment.size() == size
                && list(pool).size() < MOST_POOLED
                && spares.test((long) MOST_POOLED * size)) {
            Files.move(
                    segment.file(),
                    pool.resolve(segment.file().getFileName().toString()),
                    StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.deleteIfExists(segment.file());
        }
        forceFolder(folder);
    }

    /** Keeps a copy of a damaged segment, once. */
    void quarantine(Segment segment, List<Integer> holes) throws IOException {
        damaged(segment + " of " + folder + " is damaged at octets " + holes
                + ": what is there is lost, all else is read; a copy is kept as " + copy(segment));
    }

    /** The copy of a segment as it is, or was when one was first asked for; whole on disk, or not there. */
    Path copy(Segment segment) throws IOException {
        Files.createDirectories(quarantine);
        Path copy = quarantine.resolve(segment.file().getFileName().toString());
        if (Files.notExists(copy)) {
            Path fresh = quarantine.resolve(copy.getFileName() + ".tmp");
            Files.copy(segment.file(), fresh, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(quarantine);
        }
        return copy;
    }

    private void putAside(Path file) throws IOException {
        Files.createDirectories(quarantine);
        String name = file.getFileName().toString();
        Files.move(
                file,
                quarantine.resolve(name.substring(0, name.length() - SUFFIX.length()) + ASIDE),
                StandardCopyOption.REPLACE_EXISTING);
        forceFolder(quarantine);
        forceFolder(folder);
    }

    private void damaged(String what) {
        LOG.error("{}", what);
        damages.add(what);
    }

    private static ByteBuffer header(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(Segment.HEADER);
            int read = 0;
            while (header.hasRemaining() && read >= 0) {
                read = channel.read(header, header.position());
            }
            return header.flip();
        }
    }

    /** A name in the pool for a new file. */
    private Path unpooled() {
        Path file = pool.resolve("new" + SUFFIX);
        for (int i = 1; Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS); i++) {
            file = pool.resolve("new-" + i + SUFFIX);
        }
        return file;
    }

    private Optional<Path> pooled() throws IOException {
        return ready().findFirst();
    }

    private Stream<Path> ready() throws IOException {
        return list(pool).stream().filter(file -> file.toString().endsWith(SUFFIX));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
