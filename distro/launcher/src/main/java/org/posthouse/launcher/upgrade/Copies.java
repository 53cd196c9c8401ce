package org.posthouse.launcher.upgrade;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder copied with all that is in it, for its owner alone; on disk when it is done. */
final class Copies extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    private Copies(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /** @param to is not there yet, unlike the folder that it comes to */
    static void make(Path from, Path to) throws IOException {
        Path unused = Files.walkFileTree(from, new Copies(from, to));
        force(to.toAbsolutePath().getParent());
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        Files.createDirectory(
                copy(folder), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (Files.isRegularFile(file)) {
            // Of a link, what it leads to: that may change.
            Files.copy(file, copy(file), StandardCopyOption.COPY_ATTRIBUTES);
            force(copy(file));
        } else if (attributes.isSymbolicLink()) {
            Files.copy(file, copy(file), LinkOption.NOFOLLOW_LINKS);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
        force(copy(folder));
        return FileVisitResult.CONTINUE;
    }

    private Path copy(Path file) {
        return to.resolve(from.relativize(file));
    }

    /** Of a folder: which files it has. */
    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
