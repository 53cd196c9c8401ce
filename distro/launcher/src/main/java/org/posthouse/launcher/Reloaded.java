package org.posthouse.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of {@code posthouse reload --all}, left in the home for who has asked: the server's commands go down with all the rest.
 *
 * @param number counts those of one process
 * @param done the new bundles serve
 * @param millis from the end of the former server to the readiness of the next
 * @param lines the addresses if it is done; otherwise what went wrong
 */
public record Reloaded(int number, boolean done, long millis, List<String> lines) {
    private static final String FILE = "run/reloaded";

    public Reloaded {
        lines = List.copyOf(lines);
    }

    /** The last one of the home; empty if there was none, or if it is being written by something else than a server. */
    public static Optional<Reloaded> last(Path home) throws IOException {
        Path file = home.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> text = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (text.isEmpty() || !text.get(0).matches("[0-9]{1,9} (true|false) [0-9]{1,9}")) {
            return Optional.empty();
        }
        String[] words = text.get(0).split(" ");
        return Optional.of(new Reloaded(
                Integer.parseInt(words[0]),
                Boolean.parseBoolean(words[1]),
                Long.parseLong(words[2]),
                text.subList(1, text.size())));
    }

    void leave(Path home) throws IOException {
        List<String> text = new ArrayList<>(List.of(number + " " + done + " " + millis));
        lines.forEach(line -> text.add(line.replace('\n', ' ')));
        Path temporary = home.resolve(FILE + ".new");
        Files.write(temporary, text, StandardCharsets.UTF_8);
        Files.move(temporary, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    static void remove(Path home) throws IOException {
        Files.deleteIfExists(home.resolve(FILE));
    }
}
