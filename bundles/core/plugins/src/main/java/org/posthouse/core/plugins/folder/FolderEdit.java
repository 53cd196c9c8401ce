package org.posthouse.core.plugins.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files put into the folder and taken out of it, all of which is taken back when it is closed without having been kept. A file goes
 * last, when it is known that nobody needs it: whenever the edit is broken off, a version that can run lies there.
 */
public final class FolderEdit implements AutoCloseable {
    /** Begins the names of files that are there during an edit only. */
    static final String HIDDEN = ".posthouse-edit-";

    private static final Logger LOG = LoggerFactory.getLogger(FolderEdit.class);

    private final PlugInFolder folder;
    /** By file that was put there. */
    private final Map<Path, Before> before = new LinkedHashMap<>();

    private final Set<Path> deleted = new LinkedHashSet<>();
    /** By deleted file, where it lies until all are. */
    private final Map<Path, Path> aside = new LinkedHashMap<>();

    private boolean kept;

    public FolderEdit(PlugInFolder folder) {
        this.folder = folder;
        folder.sweep();
    }

    /** A whole file, at once. */
    public void put(Path file, Path content) throws IOException {
        Path fresh = Files.createTempFile(folder.path(), HIDDEN, ".new");
        try {
            Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            if (!before.containsKey(file)) {
                before.put(file, new Before(copy(file), folder.seen(file)));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        folder.lookAtOnce(file);
    }

    /** It is taken for deleted at once, and lies there until the edit is kept. */
    public void delete(Path file) {
        deleted.add(file);
        folder.disregard(file);
    }

    /** From now on there is no way back. If this fails there is, and it must be gone by closing. */
    public void keep() throws IOException {
        for (Path file : deleted) {
            if (Files.exists(file)) {
                Path place = hidden();
                Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
                aside.put(file, place);
            }
        }
        deleted.forEach(folder::forget);
        kept = true;
    }

    /** What was there before is there again, or is gone for good if the edit was kept. */
    @Override
    public void close() throws IOException {
        try {
            if (!kept) {
                takeBack();
            }
            before.values().forEach(each -> each.copy().ifPresent(FolderEdit::discard));
            aside.values().forEach(FolderEdit::discard);
        } finally {
            deleted.forEach(folder::regard);
        }
    }

    private void takeBack() throws IOException {
        for (Map.Entry<Path, Path> each : aside.entrySet()) {
            Files.move(each.getValue(), each.getKey(), StandardCopyOption.ATOMIC_MOVE);
        }
        for (Map.Entry<Path, Before> each : before.entrySet()) {
            Path file = each.getKey();
            Optional<Path> copy = each.getValue().copy();
            if (copy.isPresent()) {
                Files.move(copy.get(), file, StandardCopyOption.ATOMIC_MOVE);
                folder.restored(file, each.getValue().seen());
            } else {
                Files.deleteIfExists(file);
                folder.forget(file);
            }
        }
    }

    private Optional<Path> copy(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Path copy = hidden();
        try {
            return Optional.of(Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES));
        } catch (IOException e) {
            discard(copy);
            throw e;
        }
    }

    private Path hidden() {
        return folder.path().resolve(HIDDEN + Long.toString(System.nanoTime(), 36) + ".old");
    }

    /** If it stays it harms nothing, and goes at the next start. */
    private static void discard(Path hidden) {
        try {
            Files.deleteIfExists(hidden);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", hidden, e.toString());
        }
    }

    /** A copy of what was there, and what that was taken for. */
    private record Before(Optional<Path> copy, Found seen) {}
}
