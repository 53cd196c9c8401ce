package org.posthouse.console.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commands where no server runs, in the caller's own process and without a framework: they explain themselves, and say what is wrong
 * with the words they are given. Only JDK types cross this border, for the caller has loaded this class by name.
 */
public final class Unserved {
    private Unserved() {}

    /**
     * Returns the exit status, or −1 for what can be done without a running server as soon as the services of
     * {@code features/offline.json} are there; then nothing has been printed and nothing read.
     *
     * @param facts {@code home}, {@code folder} where the caller stands, {@code columns} of the terminal or 0 where nothing needs to be
     *     cut, and whether somebody could be asked: {@code tty}
     */
    public static int run(List<String> words, Map<String, String> facts, OutputStream output, OutputStream errors)
            throws IOException {
        Nobody nobody = new Nobody(facts.get("home"));
        return new Commands(nobody, Shell.all()).run(words, new Screen(nobody, facts, output, errors));
    }

    /** Answers nothing. */
    private record Nobody(String home) implements Services {
        @Override
        public <S, T> T ask(Class<S> type, Question<S, T> question) throws NotRunningException {
            throw away();
        }

        @Override
        public List<String> reload() throws NotRunningException {
            throw away();
        }

        @Override
        public boolean toCome() {
            return true;
        }

        @Override
        public Optional<String> property(String name) {
            return name.equals("posthouse.home") ? Optional.of(home) : Optional.empty();
        }

        NotRunningException away() {
            return new NotRunningException(home);
        }
    }

    /** Shows answers, and asks nobody for what could not be used anyway. */
    private record Screen(Nobody nobody, Map<String, String> facts, OutputStream output, OutputStream errors)
            implements Terminal {
        @Override
        public int columns() {
            int columns = Integer.parseInt(facts.get("columns"));
            return columns == 0 ? Integer.MAX_VALUE : columns;
        }

        @Override
        public boolean interactive() {
            return Boolean.parseBoolean(facts.get("tty"));
        }

        /** It is this very process. */
        @Override
        public boolean looksOn() {
            return true;
        }

        @Override
        public Path folder() {
            return Path.of(facts.get("folder"));
        }

        @Override
        public InputStream input() throws NotRunningException {
            throw nobody.away();
        }

        @Override
        public String line(String prompt) throws NotRunningException {
            throw nobody.away();
        }

        @Override
        public char[] secret(String prompt) throws NotRunningException {
            throw nobody.away();
        }
    }
}
