package org.posthouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Whether who calls may speak to the server of a home: its folders are for the server's user alone, so others cannot even see whether it runs. */
final class Rights {
    private Rights() {}

    static void check(Path home) throws IOException {
        Optional<String> lack = lack(home, Files::isExecutable);
        if (lack.isPresent()) {
            throw new IOException(lack.get());
        }
    }

    /** @param enterable which folders the caller may go into */
    static Optional<String> lack(Path home, Predicate<Path> enterable) {
        for (Path folder : List.of(home, home.resolve("run"))) {
            if (Files.isDirectory(folder) && !enterable.test(folder)) {
                String owner = owner(folder);
                return Optional.of("only " + owner + ", whose home " + home
                        + " is, may speak to its server; try 'sudo -u " + owner + " posthouse ...'");
            }
        }
        return Optional.empty();
    }

    private static String owner(Path folder) {
        try {
            return Files.getOwner(folder).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "its user";
        }
    }
}
