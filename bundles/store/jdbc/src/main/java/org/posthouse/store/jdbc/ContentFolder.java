package org.posthouse.store.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.posthouse.api.mail.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents as files, one for each number, never changed: {@code 00f/00f3a}. Numbers rise, so contents that come together share a
 * folder, and one force of that folder makes all their names durable. Safe for threads.
 */
final class ContentFolder {
    private static final Logger LOG = LoggerFactory.getLogger(ContentFolder.class);
    private static final int IN_FOLDER = 4_096;

    private final Path root;
    private final AtomicLong next;
    private final Set<Long> folders = ConcurrentHashMap.newKeySet();

    /** Numbers go on after {@code highest} and after every file that is there. */
    ContentFolder(Path root, long highest) throws IOException {
        this.root = Files.createDirectories(root);
        force(root);
        long last = highest;
        for (long folder : numbers(root)) {
            folders.add(folder);
        }
        OptionalLong newest = folders.stream().mapToLong(Long::longValue).max();
        if (newest.isPresent()) {
            for (long number : numbers(folder(newest.getAsLong()))) {
                last = Math.max(last, number);
            }
        }
        this.next = new AtomicLong(last);
    }

    /** Writes and forces a new content; its name is durable after {@link #settle}. */
    long write(Content message, byte[] structure) throws IOException {
        long number = next.incrementAndGet();
        prepare(number / IN_FOLDER);
        Path file = path(number);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ContentFormat.write(message, structure, channel);
            channel.force(false);
        } catch (IOException | RuntimeException failure) {
            delete(number);
            throw failure;
        }
        return number;
    }

    /** Makes the names of these contents durable. */
    void settle(long[] contents) throws IOException {
        long[] touched = Arrays.stream(contents)
                .map(number -> number / IN_FOLDER)
                .distinct()
                .toArray();
        for (long folder : touched) {
            force(folder(folder));
        }
    }

    private void prepare(long folder) throws IOException {
        if (!folders.contains(folder)) {
            make(folder);
        }
    }

    /** One at a time: nobody uses a folder whose name is not durable. */
    private synchronized void make(long folder) throws IOException {
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
        try {
            Files.deleteIfExists(path(number));
        } catch (IOException failure) {
            LOG.warn("content {} cannot be deleted", number, failure);
        }
    }

    /** Octets that may still be written. */
    long space() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /** The highest number that was given. */
    long newest() {
        return next.get();
    }

    /** Numbers of all folders, ascending. */
    List<Long> folders() {
        return folders.stream().sorted().toList();
    }

    /** Numbers of the contents in a folder that were there when this was made. */
    List<Long> contents(long folder) throws IOException {
        return numbers(folder(folder));
    }

    private Path folder(long folder) {
        return root.resolve(String.format("%03x", folder));
    }

    private Path path(long number) {
        return folder(number / IN_FOLDER).resolve(String.format("%06x", number));
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
