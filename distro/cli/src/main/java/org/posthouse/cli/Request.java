package org.posthouse.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command and what it may expect of the place where it was given.
 *
 * @param terminal both ends are a terminal, so a person can be asked
 * @param columns the width of the terminal, 0 where nothing needs to be cut
 * @param color the terminal shows colours and the person has nothing against them
 * @param input standard input can be read
 */
record Request(List<String> arguments, boolean terminal, int columns, boolean color, boolean input) {
    private static final int DEFAULT_COLUMNS = 80;

    Request {
        arguments = List.copyOf(arguments);
    }

    /** As bin/posthouse has found the streams to be. */
    static Request of(List<String> arguments) {
        boolean out = Boolean.getBoolean("posthouse.tty.out");
        boolean color = out
                && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
        boolean input = !"closed".equals(System.getProperty("posthouse.stdin"));
        return new Request(arguments, atTerminal(), out ? width() : 0, color, input);
    }

    /** Whether a person can be asked here. */
    static boolean atTerminal() {
        return Boolean.getBoolean("posthouse.tty.out") && Boolean.getBoolean("posthouse.tty.in");
    }

    String text() {
        String words = arguments.stream()
                .map(argument -> "arg:" + base64(argument) + "\n")
                .collect(Collectors.joining());
        String folder = Path.of("").toAbsolutePath().toString();
        return words + "tty:" + terminal + "\ncolumns:" + columns + "\ncolor:" + color + "\nstdin:" + input
                + "\nprogress:" + Boolean.getBoolean("posthouse.tty.err") + "\nfolder:" + base64(folder) + "\nuser:"
                + base64(user()) + "\n";
    }

    /** Who is at the keyboard, for the record; also where sudo makes him another. */
    private static String user() {
        String before = System.getenv().getOrDefault("SUDO_USER", "");
        return before.isEmpty() ? System.getProperty("user.name", "") : before;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int width() {
        String columns = System.getProperty("posthouse.columns", "");
        return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : DEFAULT_COLUMNS;
    }
}
