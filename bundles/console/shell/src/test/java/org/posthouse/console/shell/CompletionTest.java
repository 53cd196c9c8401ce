package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompletionTest {
    @TempDir
    Path folder;

    private static CommandTree tree() {
        List<Command> all = new ArrayList<>(ClientCommands.all());
        all.addAll(Shell.all());
        return new CommandTree(all);
    }

    /** What bash offers for the last of these words. */
    private List<String> offered(String... words) throws Exception {
        Path completion = Files.writeString(folder.resolve("posthouse.bash"), new BashCompletion(tree()).text());
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.writeString(files.resolve("cert.pem"), "");
        Path server = Files.writeString(folder.resolve("posthouse"), """
                #!/bin/sh
                [ "$1 $2" = "completion names" ] || exit 1
                case "$3 $4" in
                    "accounts ") printf 'kate@school.edu\\nkay@school.edu\\nron@example.com\\n' ;;
                    "accounts --home") echo "$5@home.example" ;;
                    "queue ") echo 1W8xYzQ ;;
                    "plugins ") printf 'access\\nderby\\n' ;;
                    *) exit 3 ;;
                esac
                """);
        assertThat(server.toFile().setExecutable(true)).isTrue();
        StringBuilder script = new StringBuilder(
                "PATH=" + folder + ":$PATH; source " + completion + "; cd " + files + "; COMP_WORDS=(posthouse");
        for (String word : words) {
            script.append(" '").append(word).append("'");
        }
        script.append("); COMP_CWORD=").append(words.length);
        script.append("; _posthouse; printf '%s\\n' \"${COMPREPLY[@]}\"");
        Process bash = new ProcessBuilder("bash", "--norc", "-u", "-c", script.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).as(out).isZero();
        return out.isBlank() ? List.of() : List.of(out.strip().split("\n"));
    }

    @Test
    void bashOffersWhatACommandBeginsWith() throws Exception {
        assertThat(offered(""))
                .contains("account", "run", "queue", "completion")
                .doesNotContain("add");
        assertThat(offered("acc")).containsExactly("account");
        assertThat(offered("account", "re")).containsExactly("remove", "rename");
        assertThat(offered("--home", "/srv", "queue", "su")).containsExactly("summary");
    }

    @Test
    void bashOffersTheOptionsOfThisCommandAndWhatTheyTake() throws Exception {
        assertThat(offered("account", "add", "kate@school.edu", "--"))
                .contains("--password-stdin", "--quota", "--json", "--home")
                .doesNotContain("--keep-mail");
        assertThat(offered("status", "--j")).containsExactly("--json");
        assertThat(offered("route", "set", "*", "relay.example", "--tls", "m")).containsExactly("may", "must");
        assertThat(offered("account", "add", "--name", "a")).isEmpty();
    }

    @Test
    void bashOffersWhatTheServerHas() throws Exception {
        assertThat(offered("account", "show", "ka")).containsExactly("kate@school.edu", "kay@school.edu");
        assertThat(offered("forward", "set", "kate@school.edu", "ron@example.com", "--keep-copy", "k"))
                .containsExactly("kate@school.edu", "kay@school.edu");
        assertThat(offered("--home", "srv", "account", "show", "")).containsExactly("srv@home.example");
        assertThat(offered("queue", "show", "")).containsExactly("1W8xYzQ");
        assertThat(offered("plugin", "stop", "ac")).containsExactly("access");
        assertThat(offered("config", "show", "")).as("no server runs").isEmpty();
        assertThat(offered("account", "add", "k")).as("it is a new one").isEmpty();
    }

    @Test
    void bashTakesAnAddressForThreeWords() throws Exception {
        assertThat(offered("account", "show", "kate", "@", "sch")).containsExactly("school.edu");
        assertThat(offered("mail", "search", "kate", "@", "school.edu", "FROM", "r"))
                .isEmpty();
        assertThat(offered("account", "set", "kate", "@", "school.edu", "--quo"))
                .containsExactly("--quota");
    }

    @Test
    void bashOffersFilesWhereFilesAreTaken() throws Exception {
        assertThat(offered("account", "import", "ce")).containsExactly("cert.pem");
        assertThat(offered("account", "show", "ce")).isEmpty();
    }

    @Test
    void zshUnderstandsItsFunction() throws Exception {
        Path function = Files.writeString(folder.resolve("_posthouse"), new ZshCompletion(tree()).text());
        assertThat(Files.readString(function))
                .startsWith("#compdef posthouse\n")
                .contains("'add:make an account'");
        assumeTrue(hasZsh(), "zsh is not installed");
        Process zsh = new ProcessBuilder("zsh", "-f", "-n", function.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(zsh.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(zsh.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(out).isEmpty();
        assertThat(zsh.exitValue()).isZero();
    }

    private static boolean hasZsh() {
        try {
            return new ProcessBuilder("zsh", "-f", "-c", "exit 0").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    @Test
    void anOptionTakesTheSameEverywhere() {
        Map<String, Boolean> takes = new HashMap<>();
        for (Command command : Shell.all()) {
            for (Option option : tree().options(command)) {
                boolean value = option.argument().isPresent();
                assertThat(takes.merge(option.name(), value, (one, other) -> one))
                        .as(command.path() + " " + option.name())
                        .isEqualTo(value);
            }
        }
    }
}
