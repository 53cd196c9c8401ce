package org.posthouse.core.config.etc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of configurations, the newest of each, with who made them: one file for each change, for the server's user alone. A change
 * that cannot be noted is made all the same. Any thread.
 */
public final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final String SUFFIX = ".change";
    /** Of one PID. */
    private static final int MOST = 50;
    /** So many changes nobody makes: a file with a larger number was put there by another hand. */
    private static final long LARGEST_ID = 999_999_999_999L;

    private final Path folder;
    private final Clock clock;
    /** Ids by PID in ascending order, and which was given last; read when they are asked for first. */
    private Optional<Map<String, List<Long>>> ids = Optional.empty();

    private long last;
    /** Those that cannot be read, each told once; they go when so many others have come as are kept. */
    private final NavigableSet<Long> damaged = new TreeSet<>();

    History(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    synchronized void add(
            Author author, String pid, Optional<Map<String, Object>> before, Optional<Map<String, Object>> after) {
        try {
            Map<String, List<Long>> known = ids();
            if (last >= LARGEST_ID) {
                throw new IOException("there is no number left after that of the last file in " + folder);
            }
            long id = ++last;
            String was = before.isEmpty() ? "" : ConfigText.print("", before.get());
            String is = after.isEmpty() ? "" : ConfigText.print("", after.get());
            write(
                    id,
                    String.join(
                            "\n",
                            clock.instant().truncatedTo(ChronoUnit.MILLIS).toString(),
                            author.door(),
                            author.who(),
                            pid,
                            Boolean.toString(before.isEmpty()),
                            Integer.toString(was.length()),
                            was + is));
            List<Long> its = known.computeIfAbsent(pid, each -> new ArrayList<>());
            its.add(id);
            while (its.size() > MOST) {
                Files.deleteIfExists(file(its.remove(0)));
            }
            while (!damaged.isEmpty() && damaged.first() <= id - MOST) {
                Files.deleteIfExists(file(damaged.pollFirst()));
            }
        } catch (IOException e) {
            LOG.warn("a change of {} is not remembered: {}", pid, e.toString());
        }
    }

    /** The latest first. What cannot be read is left out. */
    public synchronized List<Former> all() {
        List<Former> all = new ArrayList<>();
        try {
            for (List<Long> its : ids().values()) {
                for (long id : its) {
                    read(id).ifPresent(all::add);
                }
            }
        } catch (IOException e) {
            LOG.warn("the changes of the past cannot be read: {}", e.toString());
        }
        all.sort(Comparator.comparingLong(Former::id).reversed());
        return all;
    }

    /** Files that are there and cannot be read. */
    public synchronized List<Path> damaged() {
        all();
        return damaged.stream().map(this::file).filter(Files::exists).toList();
    }

    public synchronized Optional<Former> find(long id) {
        return read(id);
    }

    private Map<String, List<Long>> ids() throws IOException {
        if (ids.isEmpty()) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Map<String, List<Long>> found = new HashMap<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
                for (Path file : files) {
                    String name = file.getFileName().toString().replace(SUFFIX, "");
                    if (!name.matches("[1-9][0-9]{0,17}") || Long.parseLong(name) > LARGEST_ID) {
                        LOG.warn("{} has no name of a change, and is left alone", file);
                    } else {
                        last = Math.max(last, Long.parseLong(name));
                        read(Long.parseLong(name))
                                .ifPresent(former -> found.computeIfAbsent(former.pid(), pid -> new ArrayList<>())
                                        .add(former.id()));
                    }
                }
            }
            found.values().forEach(Collections::sort);
            ids = Optional.of(found);
        }
        return ids.get();
    }

    private Optional<Former> read(long id) {
        try {
            String[] parts = Files.readString(file(id)).split("\n", 7);
            int length = Integer.parseInt(parts[5]);
            return Optional.of(new Former(
                    id,
                    Instant.parse(parts[0]),
                    new Author(parts[1], parts[2]),
                    parts[3],
                    Boolean.parseBoolean(parts[4]),
                    values(parts[6].substring(0, length)),
                    values(parts[6].substring(length))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
            if (damaged.add(id)) {
                LOG.warn(
                        "{} cannot be read, so that change is neither told nor taken back: {}", file(id), e.toString());
            }
            return Optional.empty();
        }
    }

    /** Of no configuration at all there is no text. */
    private static Map<String, Object> values(String text) throws BrokenFileException {
        return text.isBlank() ? Map.of() : ConfigText.parse(text);
    }

    private Path file(long id) {
        return folder.resolve(id + SUFFIX);
    }

    private void write(long id, String text) throws IOException {
        Path fresh = folder.resolve(id + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel out = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (octets.hasRemaining()) {
                out.write(octets);
            }
            out.force(true);
        }
        Files.move(fresh, file(id), StandardCopyOption.ATOMIC_MOVE);
    }
}
