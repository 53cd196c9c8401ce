package org.posthouse.core.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.CRC32C;
import org.posthouse.api.trace.TraceStep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A part of the trace that is not written any more, or by another. What it holds is learnt when it is first read, and kept beside it, so
 * that it need not be read in vain after a restart: octets covered, checksum, the first number it stands for once it is sifted, keys.
 */
final class TraceSegment implements TracePart {
    private static final Logger LOG = LoggerFactory.getLogger(TraceSegment.class);
    private static final int HEAD = 12;
    private static final int LAYOUT = 2;
    private static final long NEVER = -1;
    /** Ends the name of what is to take the place of a segment. */
    static final String SIFTED = ".sifted";

    /** The keys of less are not worth a file. */
    private static final long WORTH_KEYS = 256 * 1024;

    private final Path file;
    private final Path keysFile;
    private Optional<TraceKeys> keys = Optional.empty();
    private long covered = -1;
    private long octets = -1;
    private boolean asked;
    private volatile boolean told;
    /** If it was sifted, the number of the first segment whose steps are in it. */
    private long from = NEVER;

    TraceSegment(Path file) {
        this.file = file;
        this.keysFile = file.resolveSibling(file.getFileName().toString().replace(".log", ".keys"));
    }

    /** One whose keys are known. */
    TraceSegment(Path file, TraceKeys keys, long size) {
        this(file);
        learn(keys, size);
    }

    Path file() {
        return file;
    }

    /** When something was written to it last. */
    Instant last() throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    /** Octets on disk, as far as is known. */
    synchronized long size() {
        if (octets < 0) {
            octets = file.toFile().length() + keysFile.toFile().length();
        }
        return octets;
    }

    void delete() throws IOException {
        Files.deleteIfExists(keysFile);
        Files.deleteIfExists(file);
    }

    @Override
    public synchronized boolean mayHave(Set<String> wanted) {
        Optional<TraceKeys> its = keys();
        return its.isEmpty() || wanted.stream().anyMatch(its.get()::mayHave);
    }

    /** As far as they are known without reading it. */
    synchronized Optional<TraceKeys> keys() {
        long size = file.toFile().length();
        if (!asked) {
            asked = true;
            readKeys(size);
        }
        return covered == size ? keys : Optional.empty();
    }

    /** For certain: it is read if need be. */
    TraceKeys learnt() throws IOException {
        Optional<TraceKeys> its = keys();
        if (its.isPresent()) {
            return its.get();
        }
        steps(octets());
        return lastLearnt();
    }

    private synchronized TraceKeys lastLearnt() {
        return keys.orElseGet(TraceKeys::new);
    }

    /** The number of the first segment whose steps are in it, if {@link #sift} was here. */
    synchronized OptionalLong from() {
        keys();
        return covered == file.toFile().length() && from != NEVER ? OptionalLong.of(from) : OptionalLong.empty();
    }

    /**
     * Other octets instead of those it has: at every moment either these or those are there.
     *
     * @param first number of the first segment whose steps are among them
     * @throws java.nio.file.FileAlreadyExistsException another is at it
     */
    synchronized void sift(byte[] octets, TraceKeys its, long first) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        Path sifted = file.resolveSibling(file.getFileName() + SIFTED);
        Files.write(sifted, octets, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            Files.setLastModifiedTime(sifted, time);
            from = first;
            covered = octets.length;
            // They are of no segment until it has so many octets.
            writeKeys(covered < WORTH_KEYS ? new byte[0] : its.encode());
            Files.move(sifted, file, StandardCopyOption.ATOMIC_MOVE);
            learn(its, octets.length);
        } finally {
            Files.deleteIfExists(sifted);
        }
    }

    /** Sifted, and all of its so many octets stay. */
    synchronized void sifted(long size, TraceKeys its, long first) {
        from = first;
        covered = size;
        writeKeys(covered < WORTH_KEYS ? new byte[0] : its.encode());
        learn(its, size);
    }

    /** None if it was removed meanwhile. */
    byte[] octets() throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    /** What can be read of it: nothing if it cannot be, for the other segments still tell theirs. */
    private Optional<byte[]> readable() {
        try {
            return Optional.of(octets());
        } catch (IOException e) {
            if (!told) {
                LOG.warn("{} of the trace cannot be read, and is passed over: {}", file, e.toString());
            }
            told = true;
            return Optional.empty();
        }
    }

    /** Its steps in order; none if it cannot be read. */
    @Override
    public List<TraceStep> steps() {
        Optional<byte[]> read = readable();
        return read.isEmpty() ? List.of() : steps(read.get());
    }

    private List<TraceStep> steps(byte[] octets) {
        List<TraceStep> steps = new ArrayList<>();
        TraceRecord.read(octets, octets.length, steps::add);
        if (keys().isEmpty()) {
            TraceKeys found = new TraceKeys();
            RecentMails recent = new RecentMails();
            steps.forEach(step -> found.add(step, recent.isNew(step)));
            learn(found, octets.length);
        }
        return steps;
    }

    @Override
    public Instant first() {
        byte[] begin;
        try (InputStream in = Files.newInputStream(file)) {
            begin = in.readNBytes(TraceRecord.FRAME + 1 + Long.BYTES);
        } catch (NoSuchFileException e) {
            return Instant.MAX;
        } catch (IOException e) {
            return Instant.MIN;
        }
        return TraceRecord.time(begin).orElse(Instant.MIN);
    }

    @Override
    public List<TraceStep> steps(Predicate<TraceRecord.Head> wanted) {
        byte[] octets = readable().orElse(new byte[0]);
        List<TraceStep> steps = new ArrayList<>();
        for (TraceRecord.Place place : TraceRecord.places(octets, octets.length)) {
            if (TraceRecord.head(octets, place).filter(wanted).isPresent()) {
                TraceRecord.step(octets, place).ifPresent(steps::add);
            }
        }
        return steps;
    }

    private synchronized void learn(TraceKeys found, long size) {
        asked = true;
        octets = -1;
        boolean known = covered == size;
        keys = Optional.of(found);
        covered = size;
        if (!known && size >= WORTH_KEYS) {
            writeKeys(found.encode());
        }
    }

    private void writeKeys(byte[] octets) {
        ByteBuffer whole = ByteBuffer.allocate(HEAD + Long.BYTES + octets.length);
        whole.putLong(covered).putInt(0).putLong(from).put(octets);
        whole.putInt(Long.BYTES, sum(whole.array()));
        try {
            Files.write(keysFile, whole.array());
        } catch (IOException e) {
            // It is only sooner found with them.
            asked = true;
        }
    }

    private void readKeys(long size) {
        try {
            if (Files.size(keysFile) > HEAD + Long.BYTES + TraceKeys.OCTETS) {
                return;
            }
            ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(keysFile));
            long its = whole.getLong();
            int sum = whole.getInt();
            if (its == size && sum == sum(whole.array())) {
                from = whole.getLong();
                keys = whole.hasRemaining() ? Optional.of(TraceKeys.decode(whole)) : Optional.empty();
                covered = its;
            }
        } catch (IOException | BufferUnderflowException e) {
            // Not there, or torn: the segment itself is read.
            covered = -1;
        }
    }

    /** Of what follows the head, in this layout. */
    private static int sum(byte[] whole) {
        CRC32C sum = new CRC32C();
        sum.update(LAYOUT);
        sum.update(whole, HEAD, whole.length - HEAD);
        return (int) sum.getValue();
    }
}
