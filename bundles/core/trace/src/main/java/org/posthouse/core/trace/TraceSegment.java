package org.posthouse.core.trace;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.posthouse.api.trace.TraceStep;

/**
 * A part of the trace that is not written any more, or by another. What it holds is learnt when it is first read, and kept beside it, so
 * that it need not be read in vain after a restart: octets covered, checksum, keys.
 */
final class TraceSegment implements TracePart {
    private static final int HEAD = 12;
    /** The keys of less are not worth a file. */
    private static final long WORTH_KEYS = 256 * 1024;

    private final Path file;
    private final Path keysFile;
    private Optional<TraceKeys> keys = Optional.empty();
    private long covered = -1;
    private long octets = -1;
    private boolean asked;

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
        long size = file.toFile().length();
        if (!asked) {
            asked = true;
            readKeys(size);
        }
        return keys.isEmpty() || covered != size || wanted.stream().anyMatch(keys.get()::mayHave);
    }

    /** Its steps in order; none if it was removed meanwhile. */
    @Override
    public List<TraceStep> steps() throws IOException {
        byte[] octets;
        try {
            octets = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        List<TraceStep> steps = new ArrayList<>();
        TraceKeys found = new TraceKeys();
        RecentMails recent = new RecentMails();
        TraceRecord.read(octets, octets.length, step -> {
            steps.add(step);
            found.add(step, recent.isNew(step));
        });
        learn(found, octets.length);
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
        ByteBuffer whole = ByteBuffer.allocate(HEAD + octets.length);
        whole.putLong(covered).putInt(sum(octets)).put(octets);
        try {
            Files.write(keysFile, whole.array());
        } catch (IOException e) {
            // It is only sooner found with them.
            asked = true;
        }
    }

    private void readKeys(long size) {
        try {
            if (Files.size(keysFile) > HEAD + TraceKeys.OCTETS) {
                return;
            }
            ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(keysFile));
            long its = whole.getLong();
            int sum = whole.getInt();
            byte[] octets = new byte[whole.remaining()];
            whole.get(octets);
            if (its == size && sum == sum(octets)) {
                keys = Optional.of(TraceKeys.decode(octets));
                covered = its;
            }
        } catch (IOException | BufferUnderflowException e) {
            // Not there, or torn: the segment itself is read.
            covered = -1;
        }
    }

    private static int sum(byte[] octets) {
        CRC32C sum = new CRC32C();
        sum.update(octets, 0, octets.length);
        return (int) sum.getValue();
    }
}
