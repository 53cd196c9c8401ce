package org.posthouse.launcher.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a distribution by size and time: where these are the same, so is what a server is made of. */
public final class ReleaseFiles {
    private ReleaseFiles() {}

    /** Those that a server is made of. */
    public static String facts(Path distribution) throws IOException {
        return facts(distribution, List.of("lib", "bundles", "features"));
    }

    /** A line for each file of these folders. */
    public static String facts(Path distribution, List<String> folders) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String folder : folders) {
            try (Stream<Path> files = Files.list(distribution.resolve(folder))) {
                files.sorted().forEach(file -> text.append(line(file)));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return text.toString();
    }

    private static String line(Path file) {
        try {
            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
