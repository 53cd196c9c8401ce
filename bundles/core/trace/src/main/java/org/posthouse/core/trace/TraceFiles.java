package org.posthouse.core.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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

    private final Path folder;
    private int segmentSize;
    private int maxSegments;
    private Duration age;
    private final BooleanSupplier room;
    private final Clock clock;
    /** Oldest first. */
    private final Deque<TraceSegment> segments = new ArrayDeque<>();

    private byte[] current = new byte[64 * 1024];
    private int size;
    private int written;
    private TraceKeys keys = new TraceKeys();
    private Optional<FileChannel> channel = Optional.empty();
    private Path file;
    private long number;
    private boolean failing;

    /** @param room whether the disk has room for more */
    TraceFiles(Path folder, long bytes, Duration age, BooleanSupplier room, Clock clock) throws IOException {
        this.folder = folder;
        this.room = room;
        bound(bytes, age);
        this.clock = clock;
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(path -> number(path) >= 0)
                    .sorted((a, b) -> Long.compare(number(a), number(b)))
                    .forEach(path -> {
                        segments.add(new TraceSegment(path, Optional.empty()));
                        number = number(path) + 1;
                    });
        }
        file = folder.resolve(name(number));
    }

    /** Keeps so much from now on. */
    synchronized void bound(long bytes, Duration longest) {
        segmentSize = (int) Math.max(16 * 1024, Math.min(1 << 20, bytes / SEGMENTS));
        maxSegments = (int) Math.max(2, bytes / segmentSize);
        age = longest;
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
        byte[] octets = TraceRecord.write(step);
        if (size > 0 && size + octets.length > segmentSize) {
            flush();
            if (written < size) {
                return false;
            }
            rotate();
        }
        if (size + octets.length > current.length) {
            current = Arrays.copyOf(current, Math.max(size + octets.length, Math.min(segmentSize, 2 * current.length)));
        }
        System.arraycopy(octets, 0, current, size, octets.length);
        size += octets.length;
        keys.add(step);
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
                channel = Optional.of(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
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

    private void rotate() {
        closeChannel();
        segments.add(new TraceSegment(file, Optional.of(keys)));
        file = folder.resolve(name(++number));
        size = 0;
        written = 0;
        keys = new TraceKeys();
        trim();
    }

    /** Removes what is too much or too old. */
    synchronized void trim() {
        Instant oldest = clock.instant().minus(age);
        while (!segments.isEmpty()) {
            Path first = segments.getFirst().file();
            try {
                if (segments.size() < maxSegments
                        && Files.exists(first)
                        && Files.getLastModifiedTime(first).toInstant().isAfter(oldest)) {
                    return;
                }
                Files.deleteIfExists(first);
            } catch (IOException e) {
                LOG.warn("{} of the trace cannot be removed: {}", first.getFileName(), e.toString());
                return;
            }
            segments.removeFirst();
        }
    }

    /** The segments on disk, newest first. */
    synchronized List<TraceSegment> segments() {
        List<TraceSegment> list = new ArrayList<>(segments);
        Collections.reverse(list);
        return list;
    }

    /** The newest steps, in order. */
    synchronized List<TraceStep> newest() {
        List<TraceStep> steps = new ArrayList<>();
        TraceRecord.read(current, size, steps::add);
        return steps;
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
