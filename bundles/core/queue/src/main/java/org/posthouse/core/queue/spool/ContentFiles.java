package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.posthouse.api.mail.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages too big for the log, each in a file of its own, safe on disk before a record names it. */
final class ContentFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ContentFiles.class);
    private static final String SUFFIX = ".msg";
    private static final int CHUNK = 64 << 10;

    private final Path folder;

    ContentFiles(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
    }

    /** Copies the content and forces it; its checksum. Nothing stays behind if it fails. */
    int write(long serial, Content content) throws IOException {
        Path file = file(serial);
        // What was left behind may be open still: it is not written over.
        Files.deleteIfExists(file);
        CRC32C crc = new CRC32C();
        try (FileChannel target = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                InputStream source = content.open()) {
            byte[] chunk = new byte[CHUNK];
            long left = content.size();
            for (int read; left > 0 && (read = source.read(chunk, 0, (int) Math.min(CHUNK, left))) >= 0; left -= read) {
                crc.update(chunk, 0, read);
                for (ByteBuffer octets = ByteBuffer.wrap(chunk, 0, read); octets.hasRemaining(); ) {
                    target.write(octets);
                }
            }
            if (left > 0) {
                throw new IOException("content ends " + left + " octets early");
            }
            target.force(true);
            forceFolder();
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return (int) crc.getValue();
    }

    FileChannel reader(long serial) throws IOException {
        return FileChannel.open(file(serial), StandardOpenOption.READ);
    }

    /** What cannot be deleted goes with the next start. */
    void delete(long serial) {
        try {
            Files.deleteIfExists(file(serial));
        } catch (IOException e) {
            LOG.warn("a delivered message's file stays until the next start", e);
        }
    }

    /** Deletes what no record names. */
    void keepOnly(Set<Long> serials) throws IOException {
        Set<Path> wanted = serials.stream().map(this::file).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> !wanted.contains(each)).toList()) {
                Files.delete(file);
            }
        }
    }

    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path file(long serial) {
        return folder.resolve(serial + SUFFIX);
    }
}
