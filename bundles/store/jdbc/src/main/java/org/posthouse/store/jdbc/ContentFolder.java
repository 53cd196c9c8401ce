package org.posthouse.store.jdbc;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.posthouse.api.mail.Content;
import org.posthouse.lib.disk.Alarms;
import org.posthouse.lib.store.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents as files, one for each number, never changed: {@code 00f/00f3a}. Numbers rise, so contents that come together share a
 * folder, and one force of that folder makes all their names durable. Safe for threads.
 */
final class ContentFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContentFolder.class);
    private static final int IN_FOLDER = 4_096;

    private final Path root;
    private final Path quarantine;
    private final AtomicLong next;
    private final Set<Long> folders = ConcurrentHashMap.newKeySet();
    /** Numbers whose file has a name that is not durable yet. */
    private final Set<Long> unsettled = ConcurrentHashMap.newKeySet();

    private final Blanks blanks = new Blanks(this::makeBlanks);

    private final Alarms alarms = new Alarms(Clock.systemUTC());
    private final Space space;

    /**
     * Numbers go on after {@code highest} and after every file that is there. Nothing is made ahead when less than {@code reserve}
     * octets are free.
     */
    ContentFolder(Path root, long highest, long reserve) throws IOException {
        this.root = Files.createDirectories(root);
        this.quarantine = root.resolveSibling("quarantine");
        // A FileStore would need the mount table, which a chroot may not have.
        this.space = new Space(root.toFile()::getUsableSpace, reserve);
        force(root);
        long last = highest;
        folders.addAll(numbers(root));
        OptionalLong newest = folders.stream().mapToLong(Long::longValue).max();
        if (newest.isPresent()) {
            for (long number : numbers(folder(newest.getAsLong()))) {
                last = Math.max(last, number);
            }
        }
        this.next = new AtomicLong(last);
        if (folders.isEmpty()) {
            // Where there is nothing at all, the root is not the one that was made.
            makeFolder(last / IN_FOLDER);
        }
    }

    /** Writes and forces a new content; its name is durable after {@link #settle}. */
    long write(Content message, byte[] structure) throws IOException {
        OptionalLong blank = blanks.take();
        long number = blank.isPresent() ? blank.getAsLong() : makeUnsettled();
        try (FileChannel channel = FileChannel.open(path(number), StandardOpenOption.WRITE)) {
            ContentFormat.write(message, structure, channel);
            channel.force(false);
        } catch (IOException | RuntimeException | Error failure) {
            delete(number);
            notKept(failure);
            throw failure;
        }
        return number;
    }

    /** What was found wrong with these files and what refers to them. */
    Alarms alarms() {
        return alarms;
    }

    /** Something could not be written or forced; that a disk is full is told elsewhere. */
    void notKept(Throwable failure) {
        if (!Failures.isFull(failure)) {
            alarms.raise("store: the disk does not keep what is written: " + failure.getMessage());
        }
    }

    /** Makes the names of these contents durable. */
    void settle(long[] contents) throws IOException {
        long[] open = Arrays.stream(contents).filter(unsettled::contains).toArray();
        for (long folder :
                Arrays.stream(open).map(number -> number / IN_FOLDER).distinct().toArray()) {
            force(folder(folder));
        }
        Arrays.stream(open).forEach(unsettled::remove);
    }

    private long makeUnsettled() throws IOException {
        long number = make();
        unsettled.add(number);
        return number;
    }

    private long[] makeBlanks(int count) throws IOException {
        if (!hasRoom(0)) {
            return new long[0];
        }
        long[] made = new long[count];
        for (int i = 0; i < count; i++) {
            made[i] = make();
        }
        for (long folder :
                Arrays.stream(made).map(number -> number / IN_FOLDER).distinct().toArray()) {
            force(folder(folder));
        }
        return made;
    }

    private long make() throws IOException {
        long number = next.incrementAndGet();
        long folder = number / IN_FOLDER;
        if (!folders.contains(folder)) {
            makeFolder(folder);
        }
        Files.createFile(path(number));
        return number;
    }

    /** One at a time: nobody uses a folder whose name is not durable. */
    private synchronized void makeFolder(long folder) throws IOException {
        if (!folders.contains(folder)) {
            Files.createDirectory(folder(folder));
            force(root);
            folders.add(folder);
        }
    }

    /** Open for reading: stays readable when it is deleted meanwhile. */
    FileChannel open(long number) throws IOException {
        return FileChannel.open(path(number), StandardOpenOption.READ);
    }

    void delete(long number) {
        unsettled.remove(number);
        try {
            Files.deleteIfExists(path(number));
        } catch (IOException failure) {
            LOG.warn("content {} cannot be deleted", number, failure);
        }
    }

    /** Whether the reserve stays free when so many more octets are written. */
    boolean hasRoom(long more) {
        return space.take(more);
    }

    /** The highest number that was given. */
    long newest() {
        return next.get();
    }

    /** Numbers of all folders, ascending. */
    List<Long> folders() {
        return folders.stream().sorted().toList();
    }

    /** Files, and their octets. */
    record Sum(long count, long octets) {}

    /** All contents. */
    Sum all() throws IOException {
        return sum(root);
    }

    /** What was put aside. */
    Sum aside() throws IOException {
        return sum(quarantine);
    }

    private static Sum sum(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return new Sum(0, 0);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            long[] sizes = files.map(Path::toFile)
                    .filter(File::isFile)
                    .mapToLong(File::length)
                    .filter(length -> length > 0)
                    .toArray();
            return new Sum(sizes.length, Arrays.stream(sizes).sum());
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    long free() {
        return space.free();
    }

    /** Numbers of contents in a folder that are not empty and were written before this moment. */
    List<Long> writtenBefore(long folder, Instant moment) throws IOException {
        List<Long> written = new ArrayList<>();
        for (long number : contents(folder)) {
            try {
                // All at once: it may be deleted at any moment.
                BasicFileAttributes file = Files.readAttributes(path(number), BasicFileAttributes.class);
                if (file.size() > 0 && file.lastModifiedTime().toInstant().isBefore(moment)) {
                    written.add(number);
                }
            } catch (NoSuchFileException gone) {
                LOG.trace("content {} has gone meanwhile", number);
            }
        }
        return written;
    }

    /** Puts an octet back as it was once; a copy of the file as it is stays in quarantine. */
    void mend(long number, long offset, byte octet) throws IOException {
        Path copy = Files.createDirectories(quarantine).resolve(hex(number, 6));
        if (Files.notExists(copy)) {
            Files.copy(path(number), copy);
        }
        try (FileChannel file = FileChannel.open(path(number), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {octet}), offset);
            file.force(false);
        }
    }

    /** Takes a content that no row names out of the way; where it is then. */
    Path putAside(long number) throws IOException {
        Path aside = Files.createDirectories(quarantine).resolve(hex(number, 6));
        return Files.move(path(number), aside, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Numbers of the contents in a folder. */
    List<Long> contents(long folder) throws IOException {
        return numbers(folder(folder));
    }

    /** Takes away what was made and not used. */
    @Override
    public void close() {
        blanks.close();
        for (OptionalLong left = blanks.take(); left.isPresent(); left = blanks.take()) {
            delete(left.getAsLong());
        }
    }

    private Path folder(long folder) {
        return root.resolve(hex(folder, 3));
    }

    /** The file of a content. */
    Path path(long number) {
        return folder(number / IN_FOLDER).resolve(hex(number, 6));
    }

    private static String hex(long number, int digits) {
        String hex = Long.toHexString(number);
        return hex.length() >= digits ? hex : "0".repeat(digits - hex.length()) + hex;
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static List<Long> numbers(Path folder) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9a-f]{3,15}"))
                    .forEach(name -> numbers.add(Long.parseLong(name, 16)));
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return numbers;
    }
}
