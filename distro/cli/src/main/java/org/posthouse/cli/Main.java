package org.posthouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code posthouse COMMAND}, all commands but {@code run}. Exit status as the server says, and 2 wrong usage, 3 no server. */
public final class Main {
    static final String JSON = "--json";
    private static final String HELP = "--help";
    private static final String HOME = "--home";
    /** What tells nothing of a home. */
    private static final List<String> ANYBODYS = List.of(HELP, "help", "completion", "--version", "-V", "version");

    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int NOT_RUNNING = 3;

    private Main() {}

    /** Ends by ending the process. */
    public static void main(String[] arguments) {
        int status = run(List.of(arguments));
        System.out.flush();
        // Nothing waits for a thread that still reads standard input.
        Runtime.getRuntime().halt(status);
    }

    private static int run(List<String> arguments) {
        try {
            List<String> words = new ArrayList<>(arguments);
            Path home = home(words).toAbsolutePath().normalize();
            arrange(words);
            String command = words.isEmpty() ? HELP : words.get(0);
            if (!isHelp(words) && !ANYBODYS.contains(command)) {
                Rights.check(home);
            }
            return switch (command) {
                case "--version", "-V", "version" ->
                    isHelp(words) ? help(VersionCommand.USAGE) : new VersionCommand(home).run(words);
                case "start" ->
                    isHelp(words)
                            ? help(StartCommand.USAGE)
                            : new StartCommand(home).run(words.subList(1, words.size()));
                case "stop" -> stop(home, words);
                case "upgrade" ->
                    isHelp(words) ? help(UpgradeCommand.USAGE) : new UpgradeCommand(distribution(), home).run(words);
                case "reload" -> words.contains("--all") && !isHelp(words) ? reload(home, words) : ask(home, words);
                default -> ask(home, words);
            };
        } catch (WrongUsage e) {
            return tell(arguments, WRONG_USAGE, e.getMessage());
        } catch (IOException e) {
            return tell(arguments, REFUSED, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return REFUSED;
        }
    }

    /** As people also say it: {@code --json} before the command, {@code help COMMAND}, and {@code -h} behind it. */
    static void arrange(List<String> words) {
        if (words.size() > 1 && words.get(0).equals(JSON)) {
            words.add(words.remove(0));
        }
        if (words.size() > 1 && words.get(0).equals("help")) {
            words.remove(0);
            words.add(HELP);
        }
        int last = words.size() - 1;
        // What is given to a shell is its own.
        if (last >= 0 && words.get(last).equals("-h") && !words.get(0).equals("shell")) {
            words.set(last, HELP);
        }
    }

    /** In one line; who reads JSON gets that. */
    private static int tell(List<String> arguments, int status, String message) {
        System.err.println(
                arguments.contains(JSON)
                        ? "{\"error\":" + Quoted.of(message) + ",\"status\":" + status + "}"
                        : "posthouse: " + message);
        return status;
    }

    private static int stop(Path home, List<String> given) throws IOException, InterruptedException {
        if (isHelp(given)) {
            return help(StopCommand.USAGE);
        }
        List<String> words = new ArrayList<>(given);
        boolean json = words.remove(JSON);
        if (words.size() > 1) {
            throw new WrongUsage("stop takes no argument but --home DIR and --json");
        }
        if (!new StopCommand(home).run()) {
            return tell(given, NOT_RUNNING, "the server of " + home + " is not running");
        }
        if (json) {
            System.out.println("{\"state\":\"down\"}");
        }
        return DONE;
    }

    private static int reload(Path home, List<String> words) throws IOException, InterruptedException {
        Optional<Integer> status = new ReloadCommand(home).run(words);
        return status.isPresent() ? status.get() : new WithoutServer(distribution(), home).run(words);
    }

    private static int ask(Path home, List<String> words) throws IOException, InterruptedException {
        // Help is given at once, by whomever, and who completes a line waits for nobody.
        Optional<Integer> status = isHelp(words) || words.indexOf("completion") == 0
                ? new Conversation(home.resolve(AdminSocket.FILE)).run(words)
                : new AdminSocket(home).run(words);
        if (status.isPresent()) {
            return status.get();
        }
        if (List.of("status").equals(words) || List.of("status", JSON).equals(words)) {
            System.out.println(words.contains(JSON) ? "{\"state\":\"down\",\"services\":[]}" : "The server is down.");
            return NOT_RUNNING;
        }
        return new WithoutServer(distribution(), home).run(words);
    }

    private static int help(String text) {
        System.out.println(text);
        return DONE;
    }

    private static boolean isHelp(List<String> words) {
        return words.contains(HELP);
    }

    /** Takes {@code --home DIR} or {@code --home=DIR} out of the words. */
    static Path home(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals(HOME) || word.startsWith(HOME + "=")) {
                words.remove(i);
                String value = word.length() > HOME.length()
                        ? word.substring(HOME.length() + 1)
                        : i < words.size() ? words.remove(i) : "";
                if (value.isEmpty()) {
                    throw new WrongUsage(HOME + " needs a value");
                }
                Path home = Path.of(value);
                if (Files.isRegularFile(home)) {
                    throw new WrongUsage(HOME + " " + home + " is a file, not a folder");
                }
                return home;
            }
        }
        String environment = System.getenv().getOrDefault("POSTHOUSE_HOME", "");
        return Path.of(environment.isEmpty() ? distribution().toString() : environment);
    }

    /** The unpacked directory, said by bin/posthouse. */
    static Path distribution() {
        return Path.of(System.getProperty("posthouse.dist", "."));
    }
}
