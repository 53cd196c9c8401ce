package org.posthouse.core.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** {@code certificate.pem} and {@code key.pem} in one folder, for nobody's eyes but ours. */
final class KeyPairFiles {
    private static final String BEFORE = "key.pem.before";

    private final Path folder;

    KeyPairFiles(Path folder) {
        this.folder = folder;
    }

    boolean exist() {
        return Files.exists(certificate()) && Files.exists(key());
    }

    Path certificate() {
        return folder.resolve("certificate.pem");
    }

    Path key() {
        return folder.resolve("key.pem");
    }

    /** Differs when one of the files was changed or replaced. */
    String stamp() throws IOException {
        return stamp(certificate()) + " " + stamp(key());
    }

    /** Undoes half an exchange, after which the key that is kept beside belongs to the certificate; whether there is such a key. */
    boolean takeKeyBack() throws IOException {
        Path before = folder.resolve(BEFORE);
        boolean there = Files.exists(before);
        if (there) {
            Files.move(before, key(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return there;
    }

    /** The key first: without a certificate it is no pair yet. A key that was there alone is kept beside. */
    void write(String certificate, String key) throws IOException {
        Files.createDirectories(folder, mode(folder, "rwx------"));
        if (Files.exists(key())) {
            Files.move(key(), folder.resolve(BEFORE), StandardCopyOption.REPLACE_EXISTING);
        }
        write(key(), key);
        write(certificate(), certificate);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private void write(Path file, String text) throws IOException {
        Path fresh = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode(folder, "rw-------"))) {
            ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] mode(Path folder, String permissions) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static String stamp(Path file) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
        return facts.lastModifiedTime() + " " + facts.size() + " " + facts.fileKey();
    }
}
