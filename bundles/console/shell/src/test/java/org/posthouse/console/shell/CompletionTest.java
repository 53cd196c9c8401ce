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
    private static final String SET = "posthouse config set org.posthouse.core.queue ";

    @TempDir
    Path folder;

    private static CommandTree tree() {
        List<Command> all = new ArrayList<>(ClientCommands.all());
        all.addAll(Shell.all());
        return new CommandTree(all);
    }

    /** A folder with a file, and a command that knows some names. */
    private Path files() throws IOException {
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
                    "services ") printf 'imap\\nsmtp\\n' ;;
                    "pids ") echo org.posthouse.core.queue ;;
                    "domains ") echo school.edu ;;
                    "mailboxes kate@school.edu") printf 'INBOX\\nWork\\n' ;;
                    "settings org.posthouse.core.queue") printf 'lifetimeHours=\\nnotify=true\\nnotify=false\\n' ;;
                    *) exit 3 ;;
                esac
                """);
        assertThat(server.toFile().setExecutable(true)).isTrue();
        return files;
    }

    /** What bash offers for the last of these words. */
    private List<String> offered(String... words) throws Exception {
        Path completion = Files.writeString(folder.resolve("posthouse.bash"), new BashCompletion(tree()).text());
        Path files = files();
        StringBuilder script = new StringBuilder(
                "PATH=" + folder + ":$PATH; source " + completion + "; cd " + files + "; COMP_WORDS=(posthouse");
        for (String word : words) {
            script.append(" '").append(word).append("'");
        }
        script.append("); COMP_CWORD=").append(words.length);
        script.append("; _posthouse; printf '%s\\n' \"${COMPREPLY[@]}\"");
        return lines("bash", "--norc", "-u", "-c", script.toString());
    }

    private static List<String> lines(String... command) throws Exception {
        Process shell = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(shell.waitFor(150, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(out).isZero();
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
        assertThat(offered("route", "clear", "")).as("no server runs").isEmpty();
        assertThat(offered("account", "add", "k")).as("it is a new one").isEmpty();
    }

    @Test
    void bashTakesAnAddressForThreeWords() throws Exception {
        assertThat(offered("account", "show", "kate", "@", "sch")).containsExactly("@school.edu");
        assertThat(offered("mail", "search", "kate", "@", "school.edu", "FROM", "r"))
                .isEmpty();
        assertThat(offered("account", "set", "kate", "@", "school.edu", "--quo"))
                .containsExactly("--quota", "--quota-messages");
    }

    @Test
    void bashOffersWhatOptionsTake() throws Exception {
        assertThat(offered("connections", "--user", "ka")).containsExactly("kate@school.edu", "kay@school.edu");
        assertThat(offered("queue", "list", "--sender", "kate", "@", "s")).containsExactly("@school.edu");
        assertThat(offered("queue", "list", "--state", "=", "he")).containsExactly("held");
        assertThat(offered("auth", "test", "--protocol", "p")).containsExactly("pop3");
        assertThat(offered("account", "set", "kate@school.edu", "--protocols", ""))
                .containsExactly("imap", "pop3", "smtp");
        assertThat(offered("account", "set", "kate@school.edu", "--protocols", "imap,s"))
                .containsExactly("imap,smtp");
        assertThat(offered("mail", "move", "kate@school.edu", "ALL", "--to", "W"))
                .containsExactly("Work");
        assertThat(offered("trace", "--stage", "de")).containsExactly("delivered", "deferred");
        assertThat(offered("log", "--service", "")).containsExactly("imap", "smtp");
        assertThat(offered("setup", "--certificate", "ce")).containsExactly("cert.pem");
    }

    @Test
    void bashOffersLevelsMailboxesAndSettings() throws Exception {
        assertThat(offered("log", "level", "im")).containsExactly("imap");
        assertThat(offered("log", "level", "imap", "")).containsExactly("low", "medium", "high");
        assertThat(offered("mailbox", "rename", "kate@school.edu", "I")).containsExactly("INBOX");
        assertThat(offered("mailbox", "create", "kate@school.edu", "I")).isEmpty();
        String queue = "org.posthouse.core.queue";
        assertThat(offered("config", "set", "org")).containsExactly(queue);
        assertThat(offered("config", "set", queue, ""))
                .containsExactly("lifetimeHours=", "notify=true", "notify=false");
        assertThat(offered("config", "set", queue, "lifetimeHours", "=", "72", "notify", "="))
                .containsExactly("true", "false");
        assertThat(offered("config", "set", queue, "notify", "=", "f")).containsExactly("false");
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
        assertThat(lines("zsh", "-f", "-n", function.toString())).isEmpty();
    }

    /** What a shell that somebody types into makes of each of these lines when the tabulator is pressed at its end. */
    private List<String> completed(String shell, String setUp, String... typed) throws Exception {
        Files.writeString(folder.resolve("_posthouse"), new ZshCompletion(tree()).text());
        Files.writeString(folder.resolve("posthouse.bash"), new BashCompletion(tree()).text());
        Path files = files();
        List<String> command =
                new ArrayList<>(List.of("timeout", "120", "zsh", "-f", "-c", """
                zmodload zsh/zpty
                zpty shell TERM=dumb SHELL
                await() {
                    local seen= piece
                    while [[ $seen != *${~1}* ]]; do zpty -r shell piece && seen+=$piece || exit 1; done
                    REPLY=$seen
                }
                zpty -w shell 'PS1= PS2= RPS1=; PATH=FOLDER:$PATH; cd FILES'
                for line in ${(f)1}; do zpty -w shell "$line"; done
                zpty -w shell "echo rea''dy"
                await ready
                for line in "${@:2}"; do
                    zpty -w -n shell "$line"$'\\t\\x0f'
                    await '<<*>>'
                    print -r -- "${${REPLY##*<<}%%>>*}."
                done
                zpty -d shell
                """.replace("FILES", files.toString())
                        .replace("FOLDER", folder.toString())
                        .replace("SHELL", shell)));
        command.addAll(List.of("zsh", setUp.replace("FOLDER", folder.toString())));
        command.addAll(List.of(typed));
        return lines(command.toArray(String[]::new)).stream()
                .map(line -> line.replaceFirst("[.]$", ""))
                .toList();
    }

    @Test
    void zshCompletesWhatIsTyped() throws Exception {
        assumeTrue(hasZsh(), "zsh is not installed");
        assertThat(completed(
                        "zsh -f -i",
                        // What is bound last shows the line as it stands, and takes it away.
                        """
                        fpath=(FOLDER $fpath)
                        autoload -Uz compinit && compinit -u -d FOLDER/dump; bindkey '^I' complete-word
                        show() { print -r -- "<<$BUFFER>>"; BUFFER= }; zle -N show; bindkey '^O' show
                        """,
                        "posthouse acc",
                        "posthouse account ren",
                        "posthouse account show ron@exa",
                        "posthouse queue list --state=he",
                        "posthouse connections --user r",
                        "posthouse log level imap h",
                        "posthouse mailbox remove kate@school.edu W",
                        SET + "l",
                        SET + "notify=f",
                        "posthouse account import ce",
                        // What follows is removed by the next blank.
                        "posthouse account set ron@example.com --protocols imap,p"))
                .containsExactly(
                        "posthouse account ",
                        "posthouse account rename ",
                        "posthouse account show ron@example.com ",
                        "posthouse queue list --state=held ",
                        "posthouse connections --user ron@example.com ",
                        "posthouse log level imap high ",
                        "posthouse mailbox remove kate@school.edu Work ",
                        SET + "lifetimeHours=",
                        SET + "notify=false ",
                        "posthouse account import cert.pem ",
                        "posthouse account set ron@example.com --protocols imap,pop3,");
    }

    @Test
    void bashCompletesWhatIsTyped() throws Exception {
        assumeTrue(hasZsh(), "zsh, which types, is not installed");
        assertThat(completed(
                        "bash --norc --noprofile -i",
                        """
                        source FOLDER/posthouse.bash
                        show() { echo "<<$READLINE_LINE>>"; READLINE_LINE=; READLINE_POINT=0; }
                        bind -x '"\\C-o": show'
                        """,
                        "posthouse account ren",
                        "posthouse account show ron@exa",
                        "posthouse account show ron@",
                        "posthouse queue list --state=he",
                        "posthouse queue list --sender ron@e",
                        SET + "l",
                        SET + "notify=f",
                        "posthouse account import ce"))
                .containsExactly(
                        "posthouse account rename ",
                        "posthouse account show ron@example.com ",
                        "posthouse account show ron@example.com ",
                        "posthouse queue list --state=held ",
                        "posthouse queue list --sender ron@example.com ",
                        SET + "lifetimeHours=",
                        SET + "notify=false ",
                        "posthouse account import cert.pem ");
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
