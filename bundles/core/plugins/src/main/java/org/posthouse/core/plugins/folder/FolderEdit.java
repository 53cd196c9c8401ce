package org.posthouse.core.plugins.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Files put into the folder and taken out of it, all of which can be taken back until it is closed. */
public final class FolderEdit implements AutoCloseable {
    private final PlugInFolder folder;
    /** What was there before, under a hidden name. */
    private final Map<Path, Optional<Path>> before = new LinkedHashMap<>();

    public FolderEdit(PlugInFolder folder) {
        this.folder = folder;
    }

    /** A whole file, at once. */
    public void put(Path file, Path content) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), ".", ".tmp");
        try {
            Files.copy(content, fresh, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            if (Files.exists(file)) {
                Path kept = hidden(file);
                Files.copy(file, kept, StandardCopyOption.COPY_ATTRIBUTES);
                before.putIfAbsent(file, Optional.of(kept));
            } else {
                before.putIfAbsent(file, Optional.empty());
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        folder.lookAtOnce(file);
    }

    public void delete(Path file) throws IOException {
        if (Files.exists(file)) {
            Path kept = hidden(file);
            Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE);
            before.putIfAbsent(file, Optional.of(kept));
        }
        folder.forget(file);
    }

    public void takeBack() throws IOException {
        for (Map.Entry<Path, Optional<Path>> each : before.entrySet()) {
            if (each.getValue().isPresent()) {
                Files.move(each.getValue().get(), each.getKey(), StandardCopyOption.ATOMIC_MOVE);
                folder.lookAtOnce(each.getKey());
            } else {
                Files.deleteIfExists(each.getKey());
                folder.forget(each.getKey());
            }
        }
        before.clear();
    }

    /** What was before is gone now. */
    @Override
    public void close() throws IOException {
        for (Optional<Path> each : before.values()) {
            if (each.isPresent()) {
                Files.deleteIfExists(each.get());
            }
        }
        before.clear();
    }

    private static Path hidden(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + Long.toString(System.nanoTime(), 36));
    }
}
