package org.posthouse.core.plugins.change;

import java.nio.file.Path;
import org.posthouse.core.plugins.folder.Found;

/**
 * A file that was refused as it is.
 *
 * @param name symbolic name; of one that cannot be read, what ran from the file before, or the file's name
 * @param version empty if it cannot be read
 * @param found what was refused: when the file changes, something else is found there
 * @param unresolved whether another plug-in may bring what it lacks
 */
public record Refusal(String name, String version, Path file, String reason, Found found, boolean unresolved) {
    /** In a sentence. */
    public String sentence() {
        return (version.isEmpty() ? "" : version + " of ") + file.getFileName() + " " + reason;
    }
}
