package org.posthouse.bench.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** The disk below a folder. */
public final class Disk {
    private static final int BLOCK = 4096;
    /** Blocks that are there before they are overwritten. */
    private static final int AHEAD = 1024;
    /** Requests to empty the disk's cache, of {@code /proc/diskstats} since Linux 5.5. */
    private static final int FLUSHES = 18;

    /** Sectors of 512 octets that were written, there too. */
    private static final int SECTORS_WRITTEN = 9;

    private static final int SECTOR = 512;

    private final Path folder;
    private final String device;

    public Disk(Path folder) throws IOException {
        this.folder = folder;
        String name = Files.getFileStore(folder).name();
        device = name.substring(name.lastIndexOf('/') + 1);
    }

    /** Device and file system. */
    public String name() throws IOException {
        return device + ", " + Files.getFileStore(folder).type();
    }

    /** Flushes of the whole device so far, 0 where the kernel does not count them. */
    public long flushes() throws IOException {
        return count(FLUSHES);
    }

    /** Octets that were written to the whole device so far. */
    public long written() throws IOException {
        return count(SECTORS_WRITTEN) * SECTOR;
    }

    private long count(int field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/diskstats"))) {
            List<String> fields = List.of(line.strip().split(" +"));
            if (fields.size() > field && fields.get(2).equals(device)) {
                return Long.parseLong(fields.get(field));
            }
        }
        return 0;
    }

    /** How often a second one file is appended 4 KiB and forced. */
    public double forcesPerSecond(Duration time) throws IOException {
        return forced(0, time);
    }

    /** The same of 4 KiB of a file that has them already. */
    public double overwritesPerSecond(Duration time) throws IOException {
        return forced(AHEAD, time);
    }

    private double forced(int ahead, Duration time) throws IOException {
        Path file = Files.createTempFile(folder, "forced", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < ahead; i++) {
                write(channel, (long) i * BLOCK);
            }
            channel.force(true);
            long begin = System.nanoTime();
            int forces = 0;
            while (System.nanoTime() - begin < time.toNanos()) {
                write(channel, (long) (ahead == 0 ? forces : forces % ahead) * BLOCK);
                channel.force(false);
                forces++;
            }
            return forces / ((System.nanoTime() - begin) / 1e9);
        } finally {
            Files.delete(file);
        }
    }

    private static void write(FileChannel channel, long at) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (block.hasRemaining()) {
            channel.write(block, at + block.position());
        }
    }
}
