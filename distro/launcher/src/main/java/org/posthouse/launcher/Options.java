package org.posthouse.launcher;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of {@code posthouse run}.
 *
 * @param portOffset added to the standard number of every port
 * @param bind the address to listen on; empty means what each listener does by default
 * @param demo demonstration on loopback, with known passwords
 * @param safe leave the folder plugins/ alone
 * @param whySafe why it does that without having been asked; empty if it was asked
 */
record Options(
        Optional<Path> home,
        int portOffset,
        Optional<String> bind,
        boolean demo,
        boolean safe,
        String whySafe,
        boolean help) {
    static final String USAGE = """
            usage: posthouse run [--home DIR] [--port-offset N] [--bind ADDR] [--demo]
                                 [--safe]
              Runs the server in the foreground until it is told to stop.
              --home DIR       its configuration, mail and logs (default: $POSTHOUSE_HOME,
                               else the unpacked directory)
              --port-offset N  added to every standard port: with 10000 SMTP is on 10025
              --bind ADDR      the address to listen on
              --demo           try it: loopback only, accounts with known passwords
              --safe           leave the folder plugins/ alone""";

    private static final String LOOPBACK = "127.0.0.1";
    /** The highest standard port is 8443. */
    private static final int MAX_OFFSET = 65535 - 8443;

    Options {
        if (portOffset < 0 || portOffset > MAX_OFFSET) {
            throw new UsageException("--port-offset is a number from 0 to " + MAX_OFFSET);
        }
        if (bind.isPresent() && !bind.get().matches("[0-9A-Fa-f:.%a-z]+")) {
            throw new UsageException("--bind is an IP address");
        }
        if (demo && !bind.orElse(LOOPBACK).equals(LOOPBACK)) {
            throw new UsageException(
                    "--demo has known passwords and listens on " + LOOPBACK + " only; leave out --bind");
        }
        if (demo) {
            bind = Optional.of(LOOPBACK);
        }
    }

    /** Fails with {@link UsageException}. */
    static Options parse(List<String> arguments) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        if (!rest.isEmpty() && rest.peek().equals("run")) {
            rest.remove();
        }
        Optional<Path> home = Optional.empty();
        Optional<String> bind = Optional.empty();
        int portOffset = 0;
        boolean demo = false;
        boolean safe = false;
        boolean help = false;
        while (!rest.isEmpty()) {
            String argument = option(rest);
            switch (argument) {
                case "--home" -> home = Optional.of(Path.of(value(argument, rest)));
                case "--port-offset" -> portOffset = number(argument, value(argument, rest));
                case "--bind" -> bind = Optional.of(value(argument, rest));
                case "--demo" -> demo = true;
                case "--safe" -> safe = true;
                case "--help", "-h" -> help = true;
                default -> throw new UsageException("unknown argument " + argument);
            }
        }
        return new Options(home, portOffset, bind, demo, safe, "", help);
    }

    /** The same without plugins/, though nobody asked for that. */
    Options safeBecause(String reason) {
        return new Options(home, portOffset, bind, demo, true, reason, help);
    }

    /** Whether nobody on another machine reaches what listens by default. */
    boolean onLoopback() {
        return bind.filter(address -> address.startsWith("127.") || address.equals("::1"))
                .isPresent();
    }

    /** The next one; of {@code --option=value} the value comes next. */
    private static String option(Deque<String> rest) {
        String argument = rest.remove();
        int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
        if (equals < 0) {
            return argument;
        }
        rest.push(argument.substring(equals + 1));
        return argument.substring(0, equals);
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty() || rest.peek().isEmpty() || rest.peek().startsWith("--")) {
            throw new UsageException(option + " needs a value");
        }
        return rest.remove();
    }

    private static int number(String option, String text) {
        if (!text.matches("[0-9]{1,5}")) {
            throw new UsageException(option + " needs a number, not " + text);
        }
        return Integer.parseInt(text);
    }
}
