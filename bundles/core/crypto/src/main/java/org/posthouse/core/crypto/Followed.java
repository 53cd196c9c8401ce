package org.posthouse.core.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Files of others that the server's certificate and key are taken from whenever they change; where they are outlives the server. */
final class Followed {
    private final Path note;
    /** As the files were when they were looked at last. */
    private String seen = "";

    Followed(Path note) {
        this.note = note;
    }

    /** Certificate and key, or nothing. */
    List<Path> paths() {
        try {
            List<Path> paths = Files.exists(note)
                    ? Files.readAllLines(note).stream().map(Path::of).toList()
                    : List.of();
            return paths.size() == 2 ? paths : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** From now on these, or none, which are those in use already. */
    synchronized void set(List<Path> paths) throws IOException {
        if (paths.isEmpty()) {
            Files.deleteIfExists(note);
            return;
        }
        Path fresh = note.resolveSibling(note.getFileName() + ".new");
        Files.write(fresh, paths.stream().map(Path::toString).toList());
        Files.move(fresh, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        seen = stamp(paths);
    }

    /** The files, if they are others than last time; nothing while one is missing, as in the midst of being replaced. */
    synchronized List<Path> changed() {
        List<Path> paths = paths();
        try {
            String now = stamp(paths);
            boolean fresh = !paths.isEmpty() && !now.equals(seen);
            seen = now;
            return fresh ? paths : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String stamp(List<Path> paths) throws IOException {
        StringBuilder stamp = new StringBuilder();
        for (Path each : paths) {
            BasicFileAttributes facts = Files.readAttributes(each, BasicFileAttributes.class);
            stamp.append(facts.lastModifiedTime())
                    .append(' ')
                    .append(facts.size())
                    .append(' ')
                    .append(facts.fileKey())
                    .append('\n');
        }
        return stamp.toString();
    }
}
