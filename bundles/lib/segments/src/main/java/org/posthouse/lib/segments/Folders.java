package org.posthouse.lib.segments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that have to be there. */
public final class Folders {
    private Folders() {}

    /** Makes the folder if it is not there; what else has its name stays, and the failure tells what to do with it. */
    public static Path make(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException(folder + " is a file, and must be a folder: move it away, and it is made anew");
        }
        return Files.createDirectories(folder);
    }
}
