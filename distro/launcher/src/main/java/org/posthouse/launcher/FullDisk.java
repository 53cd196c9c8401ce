package org.posthouse.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A disk that has no room for a start: something is kept on it for that, as long as there is room. */
final class FullDisk {
    private static final long LEAST = 8 << 20;
    /** So much is kept for a start; it needs half of that. */
    private static final int KEPT = 2 << 20;

    private static final String ROOM = "cache/room";
    /** Folders that each start makes anew. */
    private static final List<String> MADE_ANEW = List.of("cache/framework", "cache/bundles");

    private FullDisk() {}

    /** Whether this is why it failed; the JDK says so by the system's text alone. */
    static boolean is(IOException failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded");
    }

    /** What to do after a start that has failed; empty if there is room enough for one. */
    static Optional<String> advice(Path home) {
        return isShort(home)
                ? Optional.of("the disk of " + home + " is full, and a start needs some megabytes: make room on it, for"
                        + " instance by deleting former logs (" + home.resolve("log") + "/*.gz), and start again")
                : Optional.empty();
    }

    /** Whether there is so little that a start may fail. */
    static boolean isShort(Path home) {
        return Files.isDirectory(home) && home.toFile().getUsableSpace() < LEAST;
    }

    /** Sees to it that there is something to give back, if there is room. */
    static void keepRoom(Path home) {
        Path room = home.resolve(ROOM);
        if (Files.exists(room) || home.toFile().getUsableSpace() < LEAST + KEPT) {
            return;
        }
        try {
            Files.write(room, new byte[KEPT]);
        } catch (IOException e) {
            StandardError.line("posthouse: no room is kept for a start on a full disk: " + e);
        }
    }

    /** Gives back what is kept for a start, and what each start makes anew. Nobody else has the home. */
    static void makeRoom(Path home) {
        try {
            Files.deleteIfExists(home.resolve(ROOM));
        } catch (IOException e) {
            StandardError.line("posthouse: " + ROOM + " cannot be removed: " + e);
        }
        for (String folder : MADE_ANEW) {
            remove(home.resolve(folder));
        }
    }

    private static void remove(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            StandardError.line("posthouse: " + folder + " cannot be removed: " + e);
        }
    }
}
