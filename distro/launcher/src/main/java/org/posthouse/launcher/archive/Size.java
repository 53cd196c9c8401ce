package org.posthouse.launcher.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/** How long an archive was when it was made, and its checksum: a line beside it, whose first word {@code bin/posthouse} compares. */
final class Size {
    private static final String SUFFIX = ".size";
    private static final int PIECE = 1 << 16;

    private Size() {}

    /** Notes it, of a file that will be the archive; both are on disk then. */
    static void note(Path archive, Path fresh) throws IOException {
        try (FileChannel file = FileChannel.open(fresh, StandardOpenOption.READ)) {
            file.force(true);
        }
        try (FileChannel out = FileChannel.open(
                beside(archive),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap((of(fresh) + "\n").getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
    }

    /** Whether the archive is not what was noted; reads all of it. Of an empty one, or where nothing was noted, nobody says so. */
    static boolean differs(Path archive) throws IOException {
        return Files.size(archive) > 0
                && Files.exists(beside(archive))
                && !Files.readString(beside(archive), StandardCharsets.ISO_8859_1)
                        .strip()
                        .equals(of(archive));
    }

    static void forget(Path archive) throws IOException {
        Files.deleteIfExists(beside(archive));
    }

    private static Path beside(Path archive) {
        return archive.resolveSibling(archive.getFileName() + SUFFIX);
    }

    private static String of(Path file) throws IOException {
        CRC32 sum = new CRC32();
        long size = 0;
        byte[] piece = new byte[PIECE];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                sum.update(piece, 0, read);
                size += read;
            }
        }
        return size + " " + Long.toHexString(sum.getValue());
    }
}
