package org.posthouse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a home's server takes commands. Its process may live while nobody does so: it starts, is made anew, or ends. */
final class AdminSocket {
    static final String FILE = "run/admin.sock";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 100;

    private final Conversation conversation;
    private final Life process;
    private final Duration patience;

    AdminSocket(Path home) {
        this(home, PATIENCE);
    }

    /** @param patience how long a server that lives is waited for */
    AdminSocket(Path home, Duration patience) {
        this(
                new Conversation(home.resolve(FILE)),
                () -> new PidFile(home).server().isPresent(),
                patience);
    }

    AdminSocket(Conversation conversation, Life process, Duration patience) {
        this.conversation = conversation;
        this.process = process;
        this.patience = patience;
    }

    /**
     * The exit status; empty if no server runs.
     *
     * @throws IOException if one runs, and takes no commands for so long
     */
    Optional<Integer> run(List<String> words) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            boolean lives = process.lasts();
            Optional<Integer> status = conversation.run(words);
            if (status.isPresent() || !lives) {
                return status;
            }
            if (System.nanoTime() - begin >= patience.toNanos()) {
                throw new IOException("the server is starting or reloading; try again in some seconds");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Whether the server's process is there. */
    @FunctionalInterface
    interface Life {
        boolean lasts() throws IOException;
    }
}
