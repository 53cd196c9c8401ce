package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;

final class CommandsTest {
    private final Screen screen = new Screen();
    private final Commands commands = new Commands(
            new HouseServices(null),
            List.of(
                    Command.of(
                            "thing add",
                            "NAME [MORE…]",
                            "make a thing",
                            List.of(Option.of("--size", "N", "how large"), Option.flag("--soft", "yields")),
                            call -> {
                                call.done(call.words() + " "
                                        + call.options().value("--size").orElse("-")
                                        + call.options().has("--soft"));
                                return Commands.DONE;
                            }),
                    Command.of("thing break", "", "break", call -> {
                        throw MailException.notNow("it cannot be broken now");
                    })));

    private int run(String... words) throws IOException {
        return commands.run(List.of(words), screen);
    }

    @Test
    void optionsStandAnywhereAndWordsKeepTheirOrder() throws Exception {
        assertThat(run("thing", "add", "--size", "3", "a", "--soft", "b", "--", "--c"))
                .isZero();
        assertThat(screen.out()).isEqualTo("[a, b, --c] 3true\n");
    }

    @Test
    void jsonIsOneDocument() throws Exception {
        assertThat(run("thing", "add", "a", "--json", "--size=1")).isZero();
        assertThat(screen.out()).isEqualTo("{\n  \"done\" : \"[a] 1false\"\n}\n");
    }

    @Test
    void wrongUsageIsStatusTwoAndShowsTheRightOne() throws Exception {
        assertThat(run("thing", "add")).isEqualTo(2);
        assertThat(screen.err()).startsWith("posthouse: NAME is missing\n");
        assertThat(run("thing", "add", "a", "--bad")).isEqualTo(2);
        assertThat(run("thing", "add", "a", "--size")).isEqualTo(2);
        assertThat(run("thing", "add", "a", "--soft=yes")).isEqualTo(2);
        assertThat(run("thing", "break", "more")).isEqualTo(2);
        assertThat(screen.err())
                .contains("usage: posthouse thing add [OPTION …] NAME [MORE…]")
                .contains("posthouse: 'more' is too much\n");
        assertThat(run("thing", "break", "-x")).isEqualTo(2);
        assertThat(screen.err()).contains("'-x' is no option of thing break; --help shows");
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void aRefusalIsStatusOneAndOneLine() throws Exception {
        assertThat(run("thing", "break")).isEqualTo(1);
        assertThat(screen.err()).isEqualTo("posthouse: it cannot be broken now\n");
    }

    @Test
    void unknownWordsAreToldFromHalfCommands() throws Exception {
        assertThat(run("nothing")).isEqualTo(2);
        assertThat(screen.err()).contains("'nothing' is no command");
        assertThat(run("thing")).isEqualTo(2);
        assertThat(screen.err()).contains("thing needs one of these").contains("thing break");
    }

    @Test
    void helpExplainsAllFamiliesAndSingleCommands() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(screen.out()).contains("thing add NAME [MORE…]").contains("Exit status");
        assertThat(run("thing", "add", "--help")).isZero();
        assertThat(screen.out()).contains("--size N").contains("how large").contains("--home DIR", "--json");
        assertThat(run("thing", "--help")).isZero();
    }

    @Test
    void everyCommandOfTheServerExplainsItself() throws Exception {
        Commands all = new Commands(new HouseServices(null), Shell.all());
        for (Command command : Shell.all()) {
            String[] words = (command.path() + " --help").split(" ");
            assertThat(all.run(List.of(words), screen)).as(command.path()).isZero();
            assertThat(command.summary()).isNotBlank();
        }
        assertThat(Shell.all().stream().map(Command::path)).doesNotHaveDuplicates();
    }

    @Test
    void helpFitsEveryTerminal() throws Exception {
        Commands all = new Commands(new HouseServices(null), Shell.all());
        for (int columns : List.of(40, 60, 80, Integer.MAX_VALUE)) {
            Screen narrow = new Screen().columns(columns);
            all.run(List.of("--help"), narrow);
            all.run(List.of("queue", "--help"), narrow);
            for (Command command : Shell.all()) {
                all.run(List.of((command.path() + " --help").split(" ")), narrow);
            }
            assertThat(narrow.out().lines()).allMatch(line -> line.length() <= Math.min(80, columns));
        }
    }

    @Test
    void aPathInJsonIsItsName() throws Exception {
        Json.print(Path.of("plugins/a.jar"), screen.output());
        assertThat(screen.out()).isEqualTo("\"plugins/a.jar\"\n");
    }

    @Test
    void jsonKeepsTypesAndMakesNothingOfWhatIsNotThere() throws Exception {
        Json.print(Map.of("a", List.of(1, true, "x\u0001", java.util.Optional.empty())), screen.output());
        assertThat(screen.out()).isEqualTo("{\n  \"a\" : [ 1, true, \"x\\u0001\", null ]\n}\n");
    }

    @Test
    void aMistypedWordIsRecognised() throws Exception {
        assertThat(run("thign")).isEqualTo(2);
        assertThat(screen.err()).isEqualTo("posthouse: 'thign' is no command; did you mean 'thing'?\n");
        assertThat(run("thing", "braek")).isEqualTo(2);
        assertThat(screen.err()).endsWith("'thing braek' is no command; did you mean 'thing break'?\n");
        assertThat(run("thing", "add", "a", "--sfot")).isEqualTo(2);
        assertThat(screen.err()).contains("did you mean --soft?");
        assertThat(run("thing", "entirely")).isEqualTo(2);
        assertThat(screen.err()).contains("'thing entirely' is no command: it is one of these\n  thing add");
    }

    @Test
    void whoReadsJsonGetsErrorsAsSuch() throws Exception {
        assertThat(run("thing", "break", "--json")).isEqualTo(1);
        assertThat(screen.err()).isEqualTo("{\"error\":\"it cannot be broken now\",\"status\":1}\n");
        assertThat(run("thing", "add", "--json")).isEqualTo(2);
        assertThat(screen.err())
                .endsWith("{\"error\":\"NAME is missing\",\"status\":2,"
                        + "\"usage\":\"posthouse thing add [OPTION …] NAME [MORE…]\"}\n");
        assertThat(run("thing", "braek", "--json")).isEqualTo(2);
        assertThat(screen.err()).endsWith("{\"error\":\"'thing braek' is no command: thing break\",\"status\":2}\n");
        assertThat(run("thing", "--json")).isEqualTo(2);
        assertThat(screen.err())
                .endsWith("{\"error\":\"thing needs one of these: thing add, thing break\",\"status\":2}\n");
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void everyHelpHasAnExampleThatTheCommandTakes() throws Exception {
        for (Command command : Shell.all()) {
            String example = Example.of(command);
            assertThat(command.help(80)).contains("\nExample:\n  " + example + "\n");
            List<String> words = List.of(example.replace("'", "").split(" "));
            assertThat(example).startsWith("posthouse " + command.path());
            Options options =
                    Options.read(command, words.subList(1 + command.path().split(" ").length, words.size()));
            assertThat(options.words().size()).as(example).isBetween(command.least(), command.most());
        }
    }
}
