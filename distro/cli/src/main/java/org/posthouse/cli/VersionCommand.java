package org.posthouse.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthouse.launcher.Release;

/** {@code posthouse --version}: which release this is, on which Java, and which one serves the home, if one does. */
final class VersionCommand {
    static final String USAGE = """
            usage: posthouse version [--home DIR] [--json]
              Says which release of Posthouse this is and which Java runs it, and the same
              of the server, where one runs. --version is short for it.""";

    private final Path home;

    VersionCommand(Path home) {
        this.home = home;
    }

    /** The exit status: 0, whether a server runs or not. */
    int run(List<String> words) {
        List<String> rest = new ArrayList<>(words.subList(1, words.size()));
        boolean json = rest.remove(Main.JSON);
        if (!rest.isEmpty()) {
            throw new WrongUsage("version takes no argument but --home DIR and --json");
        }
        Optional<String> server = server(json);
        if (json) {
            System.out.println("{\"version\":\"" + Release.version() + "\",\"java\":\"" + Runtime.version()
                    + "\",\"server\":" + server.orElse("null") + "}");
        } else {
            System.out.println("Posthouse " + Release.version());
            System.out.println("Java " + Runtime.version() + ", " + System.getProperty("java.home"));
            System.out.println(server.map(line -> "Server: " + line).orElse("No server answers in " + home));
        }
        return 0;
    }

    /** What the server says of itself: its status, or the first two lines of it, about itself and Java; empty if there is none that answers. */
    private Optional<String> server(boolean json) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            Conversation conversation =
                    new Conversation(home.resolve(AdminSocket.FILE), answer, OutputStream.nullOutputStream());
            return conversation
                    .run(json ? List.of("status", Main.JSON) : List.of("status"))
                    .filter(status -> status == 0)
                    .map(status -> answer.toString(StandardCharsets.UTF_8).strip())
                    .map(text -> json ? text : text.lines().limit(2).collect(Collectors.joining("\n")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
