package org.posthouse.console.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;

/** A family of commands as a command of the Gogo shell: {@code posthouse:account list}. */
final class GogoCommand implements Function {
    private static final int COLUMNS = 120;

    private final String noun;
    private final Commands commands;

    GogoCommand(String noun, Commands commands) {
        this.noun = noun;
        this.commands = commands;
    }

    @Override
    public Object execute(CommandSession session, List<Object> arguments) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(noun);
        arguments.forEach(argument -> words.add(argument.toString()));
        int status = commands.run(words, new GogoTerminal(session));
        if (status != Commands.DONE) {
            throw new IOException(noun + " ended with status " + status);
        }
        return null;
    }

    /** The Gogo session as a terminal. */
    private record GogoTerminal(CommandSession session) implements Terminal {
        @Override
        public int columns() {
            return COLUMNS;
        }

        @Override
        public boolean interactive() {
            return false;
        }

        /** Its stream does not tell when its reader has gone. */
        @Override
        public boolean looksOn() {
            return false;
        }

        @Override
        public Path folder() {
            return Path.of("").toAbsolutePath();
        }

        @Override
        public OutputStream output() {
            return session.getConsole();
        }

        @Override
        public OutputStream errors() {
            return session.getConsole();
        }

        @Override
        public InputStream input() {
            return session.getKeyboard();
        }

        @Override
        public char[] secret(String prompt) throws IOException {
            return new java.io.BufferedReader(new java.io.InputStreamReader(
                            session.getKeyboard(), java.nio.charset.StandardCharsets.UTF_8))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .toCharArray();
        }
    }
}
