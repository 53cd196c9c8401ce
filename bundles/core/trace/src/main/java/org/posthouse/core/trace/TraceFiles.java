package org.posthouse.core.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trace on disk: segments that are appended to and never changed, the oldest removed for size or age. The newest one is in memory
 * too, so that the newest steps can be found while the disk is full. Never forced: what was written survives a killed process.
 */
final class TraceFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TraceFiles.class);
    private static final int SEGMENTS = 64;
    /** A segment covers such a part of the time at most. */
    private static final int PARTS = 30;
    /** Nobody sifts for so long. */
    private static final Duration SIFTING = Duration.ofHours(1);

    private final Path folder;
    private int segmentSize;
    private long most;
    private Duration age;
    private final BooleanSupplier room;
    private final Clock clock;
    /** Those on disk but the newest, by their numbers. */
    private final NavigableMap<Long, TraceSegment> segments = new TreeMap<>();

    /** What lies among them and is passed over. */
    private final Set<Path> strangers = new HashSet<>();

    private final TraceSieve sieve = new TraceSieve(segments);
    private final TraceDraft draft = new TraceDraft();
    private byte[] current = new byte[64 * 1024];
    private int size;
    private int written;
    private TraceKeys keys = new TraceKeys();
    private RecentMails recent = new RecentMails();
    private Optional<FileChannel> channel = Optional.empty();
    private Path file;
    private long number;
    private Instant begun = Instant.MAX;
    private boolean failing;

    /** @param room whether the disk has room for more */
    TraceFiles(Path folder, long bytes, Duration age, BooleanSupplier room, Clock clock) throws IOException {
        this.folder = folder;
        this.room = room;
        bound(bytes, age);
        this.clock = clock;
        Files.createDirectories(folder);
        lookAround();
        number = segments.isEmpty() ? 0 : segments.lastKey() + 1;
        file = folder.resolve(name(number));
    }

    /** Keeps so much from now on. */
    synchronized void bound(long bytes, Duration longest) {
        segmentSize = (int) Math.max(16 * 1024, Math.min(1 << 20, bytes / SEGMENTS));
        most = bytes;
        age = longest;
    }

    /** What lies in the folder: while one trace is replaced by another, both write. */
    private void lookAround() throws IOException {
        Set<Long> there = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(path -> {
                long its = number(path);
                if (its >= 0 && !Files.isRegularFile(path)) {
                    passOver(path);
                } else if (its >= 0 && !(its == number && channel.isPresent())) {
                    there.add(its);
                    segments.computeIfAbsent(its, unknown -> new TraceSegment(path));
                }
            });
        } catch (NoSuchFileException e) {
            LOG.debug("the folder of the trace is gone", e);
        }
        segments.keySet().retainAll(there);
    }

    /** What has the name of a segment and is none; another may just have removed it. */
    private void passOver(Path path) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && strangers.add(path)) {
            LOG.warn("{} is no file, and so no part of the trace: it is passed over", path);
        }
    }

    private static String name(long number) {
        return String.format(Locale.ROOT, "trace-%010d.log", number);
    }

    /** The number in a segment's name; -1 if it is none. */
    private static long number(Path path) {
        String name = path.getFileName().toString();
        if (!name.startsWith("trace-") || !name.endsWith(".log") || name.length() != 20) {
            return -1;
        }
        try {
            return Long.parseLong(name.substring(6, 16));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Puts it behind the others, in memory; whether it fits there, which it may not while nothing can be written. */
    synchronized boolean append(TraceStep step) {
        draft.of(step);
        if (size > 0 && size + draft.size() > segmentSize) {
            flush();
            if (written < size) {
                return false;
            }
            rotate();
        }
        if (size + draft.size() > current.length) {
            current = Arrays.copyOf(current, Math.max(size + draft.size(), Math.min(segmentSize, 2 * current.length)));
        }
        begun = size == 0 ? step.time() : begun;
        draft.copyTo(current, size);
        size += draft.size();
        keys.add(step, recent.isNew(step));
        return true;
    }

    /** Writes what is in memory alone. */
    synchronized void flush() {
        if (written == size) {
            return;
        }
        try {
            if (!room.getAsBoolean()) {
                throw new IOException("the disk is nearly full");
            }
            if (channel.isEmpty()) {
                channel = Optional.of(open());
            }
            ByteBuffer rest = ByteBuffer.wrap(current, written, size - written);
            while (rest.hasRemaining()) {
                written += channel.get().write(rest, written);
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("the trace cannot be written for now: {}", e.toString());
            }
            failing = true;
        }
    }

    /** A file that nobody else writes. After {@link #close} it is the same again. */
    private FileChannel open() throws IOException {
        if (written > 0) {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        }
        while (true) {
            try {
                return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                file = folder.resolve(name(++number));
            }
        }
    }

    private void rotate() {
        closeChannel();
        segments.put(number, new TraceSegment(file, keys, written));
        file = folder.resolve(name(++number));
        size = 0;
        written = 0;
        keys = new TraceKeys();
        recent = new RecentMails();
        begun = Instant.MAX;
        sift();
        remove();
    }

    /** Looks who else writes here, and removes what is too much or too old. */
    synchronized void trim() {
        if (begun.isBefore(clock.instant().minus(age.dividedBy(PARTS))) && written == size && size > 0) {
            // So that the last step of a segment is not much younger than its first.
            rotate();
        }
        try {
            lookAround();
            removeHalfSifted();
            sieve.clear();
        } catch (IOException e) {
            LOG.warn("the folder of the trace cannot be read: {}", e.toString());
        }
        sift();
        remove();
    }

    /** By a server that was killed. */
    private void removeHalfSifted() throws IOException {
        Instant old = clock.instant().minus(SIFTING);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + TraceSegment.SIFTED)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void sift() {
        try {
            if (room.getAsBoolean()) {
                sieve.run(keys, most, segmentSize);
            }
        } catch (IOException e) {
            LOG.warn("the trace cannot be sifted: {}", e.toString());
        }
    }

    private void remove() {
        long octets = octets() + segmentSize;
        try {
            while (!segments.isEmpty() && octets > most) {
                octets -= segments.firstEntry().getValue().size();
                removeFirst();
            }
            // One at a time: a clock that is wrong for a moment does not end the memory of a month.
            if (!segments.isEmpty()
                    && !segments.firstEntry()
                            .getValue()
                            .last()
                            .isAfter(clock.instant().minus(age))) {
                removeFirst();
            }
        } catch (NoSuchFileException e) {
            // Another has been here.
            segments.pollFirstEntry();
        } catch (IOException e) {
            LOG.warn("the trace cannot be trimmed: {}", e.toString());
        }
    }

    private void removeFirst() throws IOException {
        segments.firstEntry().getValue().delete();
        segments.pollFirstEntry();
    }

    /** @param lost steps that nobody could write */
    synchronized Trace.Kept kept(long lost) {
        return new Trace.Kept(age, octets(), most, lost);
    }

    private long octets() {
        return written
                + segments.values().stream().mapToLong(TraceSegment::size).sum();
    }

    /** All there is, newest first. */
    synchronized List<TracePart> parts() throws IOException {
        lookAround();
        List<TraceStep> newest = new ArrayList<>();
        TraceRecord.read(current, size, newest::add);
        List<TracePart> parts = new ArrayList<>();
        parts.add(new TracePart.Fresh(List.copyOf(newest)));
        parts.addAll(segments.descendingMap().values());
        return parts;
    }

    /** Whether it is to be kept for its age still. */
    synchronized boolean young(TraceStep step) {
        return step.time().isAfter(clock.instant().minus(age));
    }

    private void closeChannel() {
        try {
            if (channel.isPresent()) {
                channel.get().close();
            }
        } catch (IOException e) {
            LOG.warn("{} of the trace was not closed well: {}", file.getFileName(), e.toString());
        }
        channel = Optional.empty();
    }

    @Override
    public synchronized void close() {
        flush();
        closeChannel();
    }
}
