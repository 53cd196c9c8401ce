package org.posthouse.cnf.assemble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Stream;

/** Copies that leave alone what is already right, so that later steps see what has changed. */
final class Copy {
    private Copy() {}

    static void ifChanged(Path from, Path to) throws IOException {
        boolean same = Files.exists(to)
                && Files.size(from) == Files.size(to)
                && Files.getLastModifiedTime(from).equals(Files.getLastModifiedTime(to));
        if (!same) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    static void text(String text, Path to) throws IOException {
        if (!Files.exists(to) || !Files.readString(to).equals(text)) {
            Files.writeString(to, text);
        }
    }

    static void keepOnly(Path folder, Set<String> names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> !names.contains(f.getFileName().toString()))
                    .toList()) {
                Files.delete(file);
            }
        }
    }
}
