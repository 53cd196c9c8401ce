package org.posthouse.core.plugins.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars in {@code plugins/}, each looked at until it is steady: a copy in progress is left alone. Not safe for several threads.
 */
public final class PlugInFolder {
    private static final Logger LOG = LoggerFactory.getLogger(PlugInFolder.class);
    /** A file that has not changed for so long is read. */
    static final Duration QUIET = Duration.ofMillis(150);
    /** A file that is missing for so long was deleted; less, and somebody puts another in its place. */
    static final Duration DELETED = Duration.ofMillis(400);
    /** A file that cannot be read and has not changed for so long is broken. */
    static final Duration BROKEN = Duration.ofSeconds(2);

    private final Path folder;
    private final Shelf shelf;
    private final LongSupplier nanos;
    private final Map<Path, Entry> entries = new TreeMap<>();
    /** There, but about to go. */
    private final Set<Path> disregarded = new HashSet<>();

    private boolean swept;

    public PlugInFolder(Path folder, Shelf shelf, LongSupplier nanos) {
        this.folder = folder;
        this.shelf = shelf;
        this.nanos = nanos;
    }

    public Path path() {
        return folder;
    }

    /** What lies there now, by path. */
    public Map<Path, Found> look() throws IOException {
        sweep();
        Map<Path, Stamp> stamps = stamps();
        long now = nanos.getAsLong();
        entries.values().removeIf(each -> each.missing && now - each.since >= DELETED.toNanos());
        entries.forEach((file, entry) -> {
            if (!entry.missing && !stamps.containsKey(file)) {
                entries.put(file, Entry.missing(entry.stamp, now));
            }
        });
        stamps.forEach((file, stamp) -> {
            Entry entry = entries.get(file);
            if (entry == null || entry.missing || !entry.stamp.equals(stamp)) {
                entries.put(file, new Entry(stamp, now));
            } else if (entry.found instanceof Found.Unsteady) {
                entry.found = judge(file, stamp, Duration.ofNanos(now - entry.since));
            }
        });
        Map<Path, Found> all = new TreeMap<>();
        entries.forEach((file, entry) -> all.put(file, entry.found));
        all.keySet().removeAll(disregarded);
        return all;
    }

    /** It is taken for deleted, until it is {@link #regard}ed again. */
    void disregard(Path file) {
        disregarded.add(file);
    }

    void regard(Path file) {
        disregarded.remove(file);
    }

    /** The first time, what an edit has left here that was broken off: it was needed to take that edit back, and for nothing else. */
    void sweep() {
        if (swept) {
            return;
        }
        swept = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FolderEdit.HIDDEN + "*")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
                LOG.info("{} was left by a change that was broken off, and is deleted", file.getFileName());
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("what a change that was broken off has left in plugins/ cannot be deleted: {}", e.toString());
        }
    }

    /** A file that is known to be whole: put there by ourselves. */
    public Found lookAtOnce(Path file) throws IOException {
        Entry entry = new Entry(Stamp.of(file), nanos.getAsLong());
        entry.found = judge(file, entry.stamp, BROKEN);
        entries.put(file, entry);
        return entry.found;
    }

    /** What it was taken for when it was looked at last. */
    Found seen(Path file) {
        Entry entry = entries.get(file);
        return entry == null ? new Found.Unsteady() : entry.found;
    }

    /** It is what it was when it was taken for that: to read it again takes room on the disk. */
    void restored(Path file, Found seen) throws IOException {
        Entry entry = new Entry(Stamp.of(file), nanos.getAsLong());
        entry.found = seen;
        entries.put(file, entry);
    }

    /** We deleted it ourselves: nobody puts another in its place. */
    public void forget(Path file) {
        entries.remove(file);
    }

    private Found judge(Path file, Stamp stamp, Duration quiet) {
        if (quiet.compareTo(QUIET) < 0) {
            return new Found.Unsteady();
        }
        try {
            return new Found.Whole(shelf.take(file), stamp.modified().toInstant());
        } catch (RefusedException e) {
            return new Found.Unusable(e.getMessage());
        } catch (IOException e) {
            return quiet.compareTo(BROKEN) < 0
                    ? new Found.Unsteady()
                    : new Found.Unusable("is broken or incomplete: " + e.getMessage());
        }
    }

    private Map<Path, Stamp> stamps() throws IOException {
        Map<Path, Stamp> stamps = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path file : files) {
                if (!file.getFileName().toString().startsWith(".") && Files.isRegularFile(file)) {
                    try {
                        stamps.put(file, Stamp.of(file));
                    } catch (NoSuchFileException e) {
                        // Deleted just now.
                        stamps.remove(file);
                    }
                }
            }
        }
        return stamps;
    }

    private static final class Entry {
        final Stamp stamp;
        final long since;
        boolean missing;
        Found found = new Found.Unsteady();

        Entry(Stamp stamp, long since) {
            this.stamp = stamp;
            this.since = since;
        }

        static Entry missing(Stamp last, long since) {
            Entry entry = new Entry(last, since);
            entry.missing = true;
            return entry;
        }
    }
}
