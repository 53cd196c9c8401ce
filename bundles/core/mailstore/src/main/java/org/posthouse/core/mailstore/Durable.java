package org.posthouse.core.mailstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Small files that are whole on disk, with their names, or not there. */
final class Durable {
    private Durable() {}

    /** In place of what was there; in a folder that is made if need be. */
    static void write(Path file, String text) throws IOException {
        Path folder = Files.createDirectories(file.getParent());
        // A name of its own: another process may be writing the same file.
        Path fresh = Files.createTempFile(folder, file.getFileName() + "-", ".new");
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer octets = StandardCharsets.UTF_8.encode(text);
                while (octets.hasRemaining()) {
                    out.write(octets);
                }
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
