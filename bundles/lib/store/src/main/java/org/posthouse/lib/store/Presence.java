package org.posthouse.lib.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether folders are where they were left. Where a file system is not mounted there is an empty folder, or none. */
public final class Presence {
    private Presence() {}

    /** That there is nothing in this folder, in words; empty if there is something, or it cannot be told. */
    public static Optional<String> missing(Path folder) {
        if (Files.notExists(folder)) {
            return Optional.of("there is no " + folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty() ? Optional.of("there is nothing in " + folder) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
