package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UnservedTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) throws IOException {
        return run(List.of(words));
    }

    private int run(List<String> words) throws IOException {
        out.reset();
        err.reset();
        Map<String, String> facts = Map.of("home", "/srv/mail", "folder", "/", "columns", "80", "tty", "false");
        return Unserved.run(words, facts, out, err);
    }

    /** What fits each argument that help shows. */
    private static List<String> rightWords(Command command) {
        Map<String, String> fitting = Map.ofEntries(
                Map.entry("ADDRESS", "kate@school.edu"),
                Map.entry("NEW", "kay@school.edu"),
                Map.entry("ALIAS", "info@school.edu"),
                Map.entry("TARGET…", "ron@example.com"),
                Map.entry("CIDR|HOST|DOMAIN", "192.0.2.0/24"),
                Map.entry("CIDR|HOST|DOMAIN|ADDRESS", "192.0.2.0/24"),
                Map.entry("DOMAIN|*", "*"),
                Map.entry("HOST[:PORT]", "relay.example"),
                Map.entry("KEY=VALUE…", "a=b"));
        List<String> words = new ArrayList<>(List.of(command.path().split(" ")));
        if (command.least() > 0) {
            for (String argument : command.arguments().split(" ")) {
                words.add(fitting.getOrDefault(argument, "word"));
            }
        }
        switch (command.path()) {
            case "account add", "auth test" -> words.add("--password-stdin");
            case "account set" -> words.addAll(List.of("--name", "Kate"));
            case "connections close" -> words.add("id");
            case "mail move" -> words.addAll(List.of("--to", "Archive"));
            case "setup" ->
                words.addAll(
                        List.of("--host", "mail.school.edu", "--administrator", "kate@school.edu", "--password-stdin"));
            case "config undo" -> words.set(2, "7");
            case "trace" -> words.add("id");
            case "shell" -> words.add("lb");
            default -> {
                if (command.option("--all").isPresent()) {
                    words.add("--all");
                }
            }
        }
        return words;
    }

    @Test
    void everyCommandThatNeedsAServerSaysThatThereIsNone() throws Exception {
        for (Command command : Shell.all()) {
            if (List.of("completion", "log", "audit").contains(command.path().split(" ")[0])) {
                continue;
            }
            int status = run(rightWords(command));
            if (command.is(Command.Trait.OFFLINE)) {
                assertThat(status).as(command.path()).isEqualTo(Commands.OFFLINE);
                assertThat(err.size()).isZero();
            } else if (!command.path().equals("account import")) {
                assertThat(status)
                        .as(command.path() + ": " + err.toString(StandardCharsets.UTF_8))
                        .isEqualTo(Commands.NOT_RUNNING);
                assertThat(err.toString(StandardCharsets.UTF_8)).contains("/srv/mail is not running");
            }
            assertThat(out.size()).isZero();
        }
    }

    @Test
    void wrongUsageIsFoundWithoutAServer() throws Exception {
        for (Command command : Shell.all()) {
            if (!command.is(Command.Trait.VERBATIM)) {
                List<String> words = new ArrayList<>(rightWords(command));
                words.add("--nosuch");
                assertThat(run(words)).as(command.path()).isEqualTo(Commands.WRONG_USAGE);
            }
        }
        assertThat(run("account", "show", "nobody")).isEqualTo(Commands.WRONG_USAGE);
        assertThat(run("account", "add", "kate@school.edu")).isEqualTo(Commands.WRONG_USAGE);
    }

    @Test
    void helpIsHadWithoutAServer() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(run("account", "add", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--password-stdin");
    }
}
