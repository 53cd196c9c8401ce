package org.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
    @Test
    void helpFitsEveryTerminal() {
        assertThat((StartCommand.USAGE + "\n" + StopCommand.USAGE).lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void aFileIsNoHome(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Main.home(new ArrayList<>(List.of("status", "--home", file.toString()))))
                .isInstanceOf(WrongUsage.class)
                .hasMessage("--home " + file + " is a file, not a folder");
    }

    @Test
    void theHomeIsTakenOutOfTheWordsWhereverItStands() {
        List<String> apart = words("account list --home /srv/mail --json");
        assertThat(Main.home(apart)).isEqualTo(Path.of("/srv/mail"));
        assertThat(apart).containsExactly("account", "list", "--json");
        List<String> joined = words("--home=/srv/mail status");
        assertThat(Main.home(joined)).isEqualTo(Path.of("/srv/mail"));
        assertThat(joined).containsExactly("status");
    }

    @Test
    void aHomeWithoutAValueIsWrongUsage() {
        assertThatThrownBy(() -> Main.home(words("status --home"))).isInstanceOf(WrongUsage.class);
        assertThatThrownBy(() -> Main.home(words("status --home="))).isInstanceOf(WrongUsage.class);
    }

    @Test
    void whatPeopleAlsoSayIsUnderstood() {
        assertThat(arranged("help queue list")).containsExactly("queue", "list", "--help");
        assertThat(arranged("queue list -h")).containsExactly("queue", "list", "--help");
        assertThat(arranged("--json queue list")).containsExactly("queue", "list", "--json");
        assertThat(arranged("-h")).containsExactly("--help");
        assertThat(arranged("help")).containsExactly("help");
        assertThat(arranged("shell ls -h")).containsExactly("shell", "ls", "-h");
    }

    private static List<String> arranged(String line) {
        List<String> words = words(line);
        Main.arrange(words);
        return words;
    }

    private static List<String> words(String line) {
        return new ArrayList<>(List.of(line.split(" ")));
    }
}
