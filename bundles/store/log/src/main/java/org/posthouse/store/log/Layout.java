package org.posthouse.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.posthouse.lib.store.Presence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the folder of a store says of itself: its file {@code format}, and a folder for each shard. */
final class Layout {
    private static final Logger LOG = LoggerFactory.getLogger(Layout.class);
    private static final String LEVEL = "level 2";

    private Layout() {}

    /** How many shards there are; as many as wanted if there is no store yet. */
    static int shards(Path folder, int wanted) throws IOException {
        Path file = format(Files.createDirectories(folder));
        if (Files.exists(file)) {
            return shards(file);
        }
        Path fresh = folder.resolve("format.tmp");
        byte[] words = (LEVEL + "\nshards " + wanted + "\n").getBytes(StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(words);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
        return wanted;
    }

    private static Path format(Path folder) {
        return folder.resolve("format");
    }

    private static int shards(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder, and must be a file: move it away. " + remedy(file));
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        String first = lines.isEmpty() ? "" : lines.get(0);
        if (!first.equals(LEVEL) && first.startsWith("level ")) {
            throw new IOException(
                    file + " says " + first + ": this release reads " + LEVEL + " only, and has touched nothing");
        }
        if (lines.size() < 2 || !first.equals(LEVEL) || !lines.get(1).matches("shards [0-9]{1,2}")) {
            throw new IOException(file + " is empty or damaged; nothing has been touched. " + remedy(file));
        }
        return Integer.parseInt(lines.get(1).substring("shards ".length()));
    }

    /** What it has to say, by what is beside it. */
    private static String remedy(Path file) {
        int count = 0;
        while (Files.isDirectory(file.resolveSibling(Integer.toString(count)))) {
            count++;
        }
        return "It must say in its two lines '" + LEVEL + "' and 'shards " + count
                + "', if no folder of a shard is missing beside it: write that, and the store opens";
    }

    static Path shard(Path folder, int number) {
        return folder.resolve(Integer.toString(number));
    }

    /** Which part of a store that was made here is not there; nothing is touched. What is damaged is told by who opens it. */
    static Optional<String> missing(Path folder) {
        if (Files.notExists(format(folder))) {
            return Optional.of("there is no " + format(folder));
        }
        try {
            int count = shards(format(folder));
            for (int i = 0; i < count; i++) {
                Optional<String> missing = Presence.missing(shard(folder, i));
                if (missing.isPresent()) {
                    return missing;
                }
            }
        } catch (IOException damaged) {
            LOG.debug("{}", folder, damaged);
        }
        return Optional.empty();
    }
}
