package org.posthouse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the server to end, and waits until it has. */
final class StopCommand {
    static final String USAGE = """
            usage: posthouse stop [--home DIR] [--json]
              Stops the server; mail transactions under way are finished first
              (10 s at most).""";

    private static final int LIMIT_SECONDS = 60;

    private final Path home;

    StopCommand(Path home) {
        this.home = home;
    }

    /** False if no server runs there. */
    boolean run() throws IOException, InterruptedException {
        Optional<ProcessHandle> server = new PidFile(home).server();
        if (server.isEmpty()) {
            return false;
        }
        ProcessHandle process = server.get();
        if (!process.destroy()) {
            throw new IOException("process " + process.pid() + " cannot be told to stop; are you its user?");
        }
        try {
            process.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("process " + process.pid() + " has not stopped within " + LIMIT_SECONDS + " s", e);
        }
        return true;
    }
}
