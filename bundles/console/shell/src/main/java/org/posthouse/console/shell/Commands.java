package org.posthouse.console.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.shell.Command.Trait;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All commands there are, and running one by its words. */
final class Commands {
    private static final Logger AUDIT = LoggerFactory.getLogger("posthouse.audit");
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int WRONG_USAGE = 2;
    static final int NOT_RUNNING = 3;
    static final int PROBLEMS = 4;
    /** No exit status: it can be done without a server, in a framework of its own. */
    static final int OFFLINE = -1;

    private static final int COLUMNS = 80;
    private static final int NARROWEST = 40;

    private final Map<String, Command> commands = new LinkedHashMap<>();
    private final Services services;

    Commands(Services services, List<Command> all) {
        this.services = services;
        all.forEach(command -> commands.put(command.path(), command));
    }

    /** First words of all commands. */
    List<String> nouns() {
        return commands.values().stream().map(Command::noun).distinct().toList();
    }

    /** Runs a command; whatever happens is told to the terminal, and the exit status is as the contract of the command line says. */
    int run(List<String> words, Terminal terminal) throws IOException {
        if (words.isEmpty() || words.equals(List.of("--help")) || words.equals(List.of("help"))) {
            terminal.print(overview(columns(terminal)));
            return DONE;
        }
        Optional<Command> found = find(words);
        if (found.isEmpty()) {
            return unknown(words, terminal);
        }
        Command command = found.get();
        List<String> rest = words.subList(command.path().split(" ").length, words.size());
        try {
            if (rest.contains("--help")) {
                terminal.print(command.help(columns(terminal)));
                return DONE;
            }
            Options options = Options.read(command, rest);
            int given = options.words().size();
            if (given < command.least() || given > command.most()) {
                throw new UsageException(
                        given < command.least() ? command.missing(given) + " is missing" : tooMuch(command, options));
            }
            return run(command, new Call(services, terminal, options));
        } catch (UsageException e) {
            return tell(rest, terminal, WRONG_USAGE, e.getMessage(), command.usage());
        } catch (NotRunningException e) {
            if (services.toCome() && command.is(Trait.OFFLINE)) {
                return OFFLINE;
            }
            return tell(rest, terminal, NOT_RUNNING, e.getMessage(), "");
        } catch (MailException e) {
            LOG.debug("{} refused", command.path(), e);
            return tell(rest, terminal, REFUSED, e.getMessage(), "");
        }
    }

    private static String tooMuch(Command command, Options options) {
        String word = options.words().get(command.most());
        return "'" + word + "' is "
                + (word.startsWith("-")
                        ? "no option of " + command.path() + "; --help shows those there are"
                        : "too much");
    }

    /** On standard error, in one line; who reads JSON gets that. */
    private static int tell(List<String> words, Terminal terminal, int status, String message, String usage)
            throws IOException {
        if (words.contains(Option.JSON.name())) {
            Map<String, Object> error = DomainCommands.fields("error", message, "status", status);
            if (!usage.isEmpty()) {
                error.put("usage", usage.replaceFirst("usage: ", ""));
            }
            terminal.error(Json.line(error));
        } else {
            terminal.error("posthouse: " + Harmless.line(message) + "\n" + (usage.isEmpty() ? "" : usage + "\n"));
        }
        return status;
    }

    private static int run(Command command, Call call) throws MailException, UsageException, IOException {
        try {
            int status = command.action().run(call);
            audit(command, call, status);
            return status;
        } finally {
            call.settle();
        }
    }

    /** Who changes the server's ways leaves a line; what was only looked at does not. Values may be secrets and are left out. */
    private static void audit(Command command, Call call, int status) {
        if (!command.is(Trait.LOOKS) && !call.looked()) {
            String words = call.words().stream()
                    .map(word -> word.replaceFirst("(?s)=.*", "=…"))
                    .collect(Collectors.joining(" "));
            AUDIT.info(
                    "command: {}: {} {}: status {}",
                    Harmless.line(call.who()),
                    command.path(),
                    Harmless.line((words + " " + call.options().spoken()).strip()),
                    status);
        }
    }

    /** The command with the most words that these begin with. */
    private Optional<Command> find(List<String> words) {
        for (int n = Math.min(3, words.size()); n > 0; n--) {
            Command command = commands.get(String.join(" ", words.subList(0, n)));
            if (command != null) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    private int unknown(List<String> words, Terminal terminal) throws IOException {
        String noun = words.get(0);
        List<Command> family = commands.values().stream()
                .filter(command -> command.noun().equals(noun))
                .toList();
        if (family.isEmpty()) {
            List<String> all = Stream.concat(ClientCommands.all().stream().map(Command::noun), nouns().stream())
                    .toList();
            String hint = Nearest.to(noun, all)
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("'posthouse --help' lists them");
            return tell(words, terminal, WRONG_USAGE, "'" + noun + "' is no command; " + hint, "");
        }
        String text = list(family, columns(terminal));
        if (words.contains("--help")) {
            terminal.print(text);
            return DONE;
        }
        String said = words.size() > 1 && !words.get(1).startsWith("-") ? noun + " " + words.get(1) : "";
        Optional<String> near =
                Nearest.to(said, family.stream().map(Command::path).toList());
        String wrong = said.isEmpty() ? noun + " needs one of these" : "'" + Harmless.line(said) + "' is no command";
        if (words.contains(Option.JSON.name())) {
            String those = family.stream().map(Command::path).collect(Collectors.joining(", "));
            return tell(words, terminal, WRONG_USAGE, wrong + ": " + near.orElse(those), "");
        }
        String hint = said.isEmpty()
                ? ""
                : near.map(path -> "; did you mean '" + path + "'?").orElse(": it is one of these");
        terminal.error("posthouse: " + wrong + hint + "\n" + (near.isPresent() ? "" : text));
        return WRONG_USAGE;
    }

    private String overview(int columns) {
        Map<String, List<Command>> families = new TreeMap<>();
        Stream.concat(ClientCommands.all().stream(), commands.values().stream())
                .forEach(command -> families.computeIfAbsent(command.noun(), noun -> new ArrayList<>())
                        .add(command));
        List<Command> all = families.values().stream().flatMap(List::stream).toList();
        String usage = "usage: posthouse COMMAND [ARGUMENT …] [--home DIR] [--json] [--help]";
        String statuses = "Exit status: 0 done, also where a search finds nothing; 1 refused, or what was named is not"
                + " there; 2 wrong usage; 3 the server is not running; 4 it found problems, or did a part.";
        return Words.wrapped(usage, columns - 4, "\n    ") + "\n\n" + list(all, columns) + "\n"
                + Words.wrapped(statuses, columns, "\n") + "\n";
    }

    private static String list(List<Command> commands, int columns) {
        Glossary glossary = new Glossary();
        commands.forEach(each -> glossary.add(left(each), each.summary()));
        return glossary.text(columns);
    }

    /** Of help: no line is longer than people like to read, however wide the terminal, or than a narrow one is. */
    private static int columns(Terminal terminal) {
        return Math.min(COLUMNS, Math.max(NARROWEST, terminal.columns()));
    }

    private static String left(Command command) {
        return Stream.of(command.path(), command.arguments())
                .filter(part -> !part.isEmpty())
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }
}
