package org.posthouse.core.queue.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.posthouse.api.mail.Content;
import org.posthouse.lib.segments.Folders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages too big for the log, each in a file of its own, safe on disk before a record names it. */
final class ContentFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ContentFiles.class);
    private static final String SUFFIX = ".msg";
    private static final Pattern NAME = Pattern.compile("([0-9]{1,18})\\.msg");
    private static final int CHUNK = 64 << 10;

    private final Path folder;
    private final Path quarantine;

    /** @param quarantine where files are put that may be of a mail which cannot be read */
    ContentFiles(Path folder, Path quarantine) throws IOException {
        this.folder = folder;
        this.quarantine = quarantine;
        Folders.make(folder);
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

    /** The highest serial that any file has, also one that was put aside; 0 if there is none. */
    long highest() throws IOException {
        long highest = 0;
        for (Path file : all()) {
            highest = Math.max(highest, serial(file));
        }
        return highest;
    }

    /** Deletes what no record names. */
    void keepOnly(Set<Long> serials) throws IOException {
        for (Path file : unnamed(serials)) {
            Files.delete(file);
        }
    }

    /** Puts aside what no record names that can be read. */
    void putAside(Set<Long> serials) throws IOException {
        for (Path file : unnamed(serials)) {
            Files.createDirectories(quarantine);
            Path aside = quarantine.resolve(file.getFileName());
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            LOG.warn("{} may be of a mail that cannot be read: it is kept as {}", file, aside);
        }
    }

    /** Takes back what was put aside and is named by a record after all. */
    void takeBack(Set<Long> serials) throws IOException {
        for (Path aside : aside()) {
            Path file = file(serial(aside));
            if (serials.contains(serial(aside)) && Files.notExists(file)) {
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
                LOG.warn("{} is of a mail that is here: it is taken back", aside);
            }
        }
    }

    /** What is put aside, as long as it lies there. */
    List<Path> aside() throws IOException {
        return messages(quarantine);
    }

    private List<Path> unnamed(Set<Long> serials) throws IOException {
        return messages(folder).stream()
                .filter(file -> !serials.contains(serial(file)))
                .toList();
    }

    private List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>(messages(folder));
        all.addAll(aside());
        return all;
    }

    /** What is not ours is left alone. */
    private static List<Path> messages(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> serial(file) > 0 && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** The serial in the name of a file; 0 if there is none. */
    private static long serial(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
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
