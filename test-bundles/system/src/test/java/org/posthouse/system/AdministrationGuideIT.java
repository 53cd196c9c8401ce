package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that the administration guide shows does what it says it can: it succeeds, in the guide's order. */
final class AdministrationGuideIT {
    private static final Pattern BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```");
    /** The last cell of a row; what stands beside it is what others would type. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\|.*\\| `([^`\\n]*posthouse [^`\\n]*)` \\|$");

    private static final String KICK = "posthouse connections close --user kate@school.edu";

    @TempDir
    Path home;

    @TempDir
    Path folder;

    @Test
    void everyCommandOfTheGuideSucceedsInItsOrder() throws Exception {
        List<String> commands = shown(BLOCK);
        assertThat(commands).hasSizeGreaterThan(50);
        try (Server server = Server.demo(home)) {
            for (String command : commands) {
                check(server, command, run(server, command));
            }
            leaveMailInTheQueue(server);
            List<String> rows = shown(ROW);
            assertThat(rows).hasSizeGreaterThan(25);
            for (String command : rows) {
                if (command.equals(KICK)) {
                    server.imap("kate@school.edu").ok("NOOP");
                }
                check(server, command, run(server, command));
            }
        }
    }

    /** For a host that takes none. */
    private static void leaveMailInTheQueue(Server server) throws Exception {
        server.posthouse("relay", "allow", "127.0.0.0/8");
        server.posthouse("route", "set", "example.org", "127.0.0.1:1");
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<pest@example.org>");
            smtp.expect("250", "RCPT TO:<somebody@example.org>");
            smtp.expect("354", "DATA");
            smtp.expect("250", "Subject: buy\r\n\r\nnow\r\n.");
        }
    }

    private static String[] words(String command) {
        return command.replaceFirst("posthouse ", "").split(" ");
    }

    /** By the shell where that has something to do, or a file of this folder is meant; the others ask the server at once. */
    private Run run(Server server, String command) throws Exception {
        boolean plain = command.matches("posthouse [^|'\"*]*") && !command.matches(".*\\.(csv|csr).*");
        return plain ? server.posthouse(words(command)) : bash(server, command);
    }

    private Run bash(Server server, String command) throws Exception {
        return Run.of(
                List.of(
                        "bash",
                        "-c",
                        "set -o pipefail; cd " + folder + "; PATH=" + path() + ":$PATH; " + "export POSTHOUSE_HOME="
                                + server.home() + "; " + command),
                "");
    }

    /** A demonstration has problems: nobody in DNS knows it. */
    private static void check(Server server, String command, Run run) {
        assertThat(run.status())
                .as(server.home() + ": " + command + "\n" + run.out() + run.err())
                .isIn(0, command.equals("posthouse check") ? 4 : 0);
    }

    private static Path path() throws IOException {
        return Distribution.command().getParent();
    }

    private static List<String> shown(Pattern pattern) throws IOException {
        List<String> commands = new ArrayList<>();
        Matcher found = pattern.matcher(Files.readString(Distribution.tree().resolve("docs/administration.md")));
        while (found.find()) {
            commands.addAll(found.group(1).replace("\\|", "|").lines().toList());
        }
        return commands;
    }
}
