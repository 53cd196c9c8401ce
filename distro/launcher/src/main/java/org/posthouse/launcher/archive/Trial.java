package org.posthouse.launcher.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The mark that {@code bin/posthouse} leaves when it starts with an archive of classes, the number of its process in it. Whoever finds it
 * there without that process knows that the archive may be damaged. One that cannot be removed costs the archive, no more. Any thread.
 */
public final class Trial {
    private final Optional<Path> mark;
    private final long process;

    /** @param process who looks */
    Trial(Optional<Path> mark, long process) {
        this.mark = mark;
        this.process = process;
    }

    /** Of this process. */
    public static Trial ofThisProcess() {
        return new Trial(
                Optional.of(System.getProperty("posthouse.trial", ""))
                        .filter(named -> !named.isEmpty())
                        .map(Path::of),
                ProcessHandle.current().pid());
    }

    /** A server serves the home: nobody's mark means anything any more. */
    public void succeed() {
        mark.ifPresent(Trial::remove);
    }

    /** This process ends before it serves, and not because of the archive: its mark, and nobody else's, goes. */
    public void withdraw() {
        mark.filter(file -> owner(file).equals(Long.toString(process))).ifPresent(Trial::remove);
    }

    private static String owner(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readString(file, StandardCharsets.ISO_8859_1).strip()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Then the next start goes without the archive.
        }
    }
}
