package org.posthouse.core.plugins.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The end of a jar, which says how many entries it has: opening it takes memory for all of them, so this is looked at before. Any place
 * that might be taken for an end must keep within the limits, for readers differ in which one they take.
 */
final class JarEnd {
    static final int MOST_ENTRIES = 20_000;
    private static final long LARGEST_DIRECTORY = 8L << 20;
    private static final int SIGNATURE = 0x06054b50;
    private static final int LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int ENTRIES = 10;
    private static final int DIRECTORY = 12;

    private JarEnd() {}

    /** A jar in the ZIP64 format says the largest numbers here, and is refused too. */
    static void check(Path jar) throws IOException, RefusedException {
        ByteBuffer end = read(jar);
        for (int at = 0; at + LENGTH <= end.limit(); at++) {
            if (end.getInt(at) == SIGNATURE) {
                if (Short.toUnsignedInt(end.getShort(at + ENTRIES)) > MOST_ENTRIES) {
                    throw new RefusedException("has more than " + MOST_ENTRIES + " entries");
                }
                if (Integer.toUnsignedLong(end.getInt(at + DIRECTORY)) > LARGEST_DIRECTORY) {
                    throw new RefusedException("has a list of entries larger than 8 MiB");
                }
            }
        }
    }

    private static ByteBuffer read(Path jar) throws IOException {
        try (FileChannel channel = FileChannel.open(jar)) {
            int length = (int) Math.min(channel.size(), LENGTH + LONGEST_COMMENT);
            ByteBuffer end = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            channel.position(channel.size() - length);
            while (end.hasRemaining() && channel.read(end) >= 0) {
                // Until all of it is here.
            }
            return end.flip();
        }
    }
}
