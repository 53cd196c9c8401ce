package org.posthouse.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.posthouse.api.mail.Content;
import org.posthouse.api.store.StoreOp;
import org.posthouse.lib.segments.Folders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages too large for the log, each in a file of its own, safe on disk before a record names it. Safe for threads. */
final class ContentFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ContentFiles.class);
    private static final String SUFFIX = ".msg";

    private final Path folder;
    private final AtomicLong last;
    private final Map<Long, Integer> pins = new HashMap<>();
    private final Set<Long> doomed = new HashSet<>();

    ContentFiles(Path folder) throws IOException {
        this.folder = Folders.make(folder);
        long highest = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                highest = Math.max(highest, number(file));
            }
        }
        this.last = new AtomicLong(highest);
    }

    private static long number(Path file) {
        String name = file.getFileName().toString();
        return name.matches("[0-9]{1,18}" + SUFFIX)
                ? Long.parseLong(name.substring(0, name.length() - SUFFIX.length()))
                : 0;
    }

    /** Numbers go on after this one, too. */
    void after(long number) {
        last.accumulateAndGet(number, Math::max);
    }

    /** Writes and forces a message; returns its number. Nothing stays behind if it fails. */
    long write(StoreOp.Append append) throws IOException {
        long number = last.incrementAndGet();
        boolean done = false;
        try (FileChannel file =
                FileChannel.open(path(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Content message = append.message();
            int front = Body.frontLength(append.structure(), append.emailId());
            file.position(front);
            Summing summing = new Summing(file, new CRC32C());
            for (long at = 0; at < message.size(); ) {
                long moved = message.transferTo(at, message.size() - at, summing);
                if (moved <= 0) {
                    throw new IOException("the message ends at " + at + " of " + message.size());
                }
                at += moved;
            }
            ByteBuffer head = ByteBuffer.wrap(Body.front(append.structure(), append.emailId(), message.size(), (int)
                    summing.sum().getValue()));
            while (head.hasRemaining()) {
                file.write(head, head.position());
            }
            file.force(true);
            forceFolder();
            done = true;
        } finally {
            if (!done) {
                delete(number);
            }
        }
        return number;
    }

    /** Adds up what passes. */
    private record Summing(FileChannel file, CRC32C sum) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) throws IOException {
            int length = source.remaining();
            sum.update(source.duplicate());
            while (source.hasRemaining()) {
                file.write(source);
            }
            return length;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    Path path(long number) {
        return folder.resolve(number + SUFFIX);
    }

    /** Keeps a file from being deleted, if it is there still. */
    synchronized boolean pin(long number) {
        if (doomed.contains(number) || Files.notExists(path(number))) {
            return false;
        }
        pins.merge(number, 1, Integer::sum);
        return true;
    }

    /** Whether it should have been deleted meanwhile, and nobody else keeps it. */
    synchronized boolean unpin(long number) {
        pins.computeIfPresent(number, (same, count) -> count > 1 ? count - 1 : null);
        return !pins.containsKey(number) && doomed.remove(number);
    }

    /** Deletes it unless somebody needs it, which is asked when nobody can begin to; what is pinned is asked of when it is not any more. */
    synchronized void deleteUnless(long number, BooleanSupplier needed) {
        if (pins.containsKey(number)) {
            doomed.add(number);
        } else if (!needed.getAsBoolean()) {
            delete(number);
        }
    }

    /** What is open stays readable; what cannot be deleted goes with the next start, and what is pinned when it is not any more. */
    synchronized void delete(long number) {
        if (pins.containsKey(number)) {
            doomed.add(number);
            return;
        }
        try {
            Files.deleteIfExists(path(number));
        } catch (IOException failure) {
            LOG.warn("the file of a message that is gone stays until the next start", failure);
        }
    }

    /** Numbers of files that were written last before this moment. */
    Set<Long> before(Instant moment) throws IOException {
        Set<Long> numbers = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (number(file) > 0
                        && Files.getLastModifiedTime(file).toInstant().isBefore(moment)) {
                    numbers.add(number(file));
                }
            }
        }
        return numbers;
    }

    /** Puts octets back as they were once; a copy of the file as it is stays in quarantine. */
    void mend(long number, long offset, byte[] octets) throws IOException {
        Path copy = quarantine(number);
        if (Files.notExists(copy)) {
            Files.copy(path(number), copy);
        }
        try (FileChannel file = FileChannel.open(path(number), StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(octets);
            while (left.hasRemaining()) {
                file.write(left, offset + left.position());
            }
            file.force(false);
        }
    }

    boolean isThere(long number) {
        return Files.exists(path(number));
    }

    /** Takes a file that nobody names out of the way; where it is then. */
    Path putAside(long number) throws IOException {
        return Files.move(path(number), quarantine(number), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path quarantine(long number) throws IOException {
        return Files.createDirectories(folder.resolveSibling("quarantine"))
                .resolve(path(number).getFileName());
    }

    /** Deletes what nobody names; before anything is written. */
    void keepOnly(Set<Long> numbers) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (number(file) > 0 && !numbers.contains(number(file))) {
                    Files.delete(file);
                }
            }
        }
    }

    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
