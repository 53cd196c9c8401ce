package org.posthouse.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code posthouse run} in the background, out of the terminal's reach, and waits until it is ready. */
final class StartCommand {
    static final String USAGE = """
            usage: posthouse start [--home DIR] [--port-offset N] [--bind ADDR] [--demo]
                                   [--safe] [--json]
              Starts the server in the background and waits until it is ready.
              Arguments as with 'posthouse run'.""";

    private static final String READY = "Posthouse is ready";
    /**
     * The server itself gives up 30 s after its bundles have started, which takes long on a busy machine, and says why; before that it waits
     * 60 s for a command that has the home.
     */
    private static final int LIMIT_SECONDS = 210;

    private final Path home;

    StartCommand(Path home) {
        this.home = home;
    }

    int run(List<String> given) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(given);
        boolean json = arguments.remove(Main.JSON);
        Optional<ProcessHandle> server = new PidFile(home).server();
        if (server.isPresent()) {
            throw new IOException(
                    "a server runs there already, process " + server.get().pid());
        }
        new PidFile(home)
                .order()
                .ifPresent(order ->
                        System.err.println("posthouse: the server waits for " + order + ", which has this home"));
        Path output = Files.createDirectories(home.resolve("log")).resolve("start.log");
        Process process = launch(arguments, output);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() < end) {
            boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
            Optional<String> ready = line(output);
            if (ready.isPresent()) {
                System.out.println(json ? "{\"state\":\"up\",\"pid\":" + process.pid() + "}" : ready.get());
                return 0;
            }
            if (ended) {
                System.err.print(Files.readString(output));
                return process.exitValue();
            }
        }
        process.destroy();
        throw new IOException("the server does not become ready; see " + output);
    }

    private Process launch(List<String> arguments, Path output) throws IOException {
        List<String> command = new ArrayList<>();
        // A terminal that closes hangs up on what it started.
        command.add("nohup");
        command.add(Main.distribution().resolve("bin/posthouse").toString());
        command.addAll(List.of("run", "--home", home.toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static Optional<String> line(Path output) throws IOException {
        try (Stream<String> lines = Files.lines(output)) {
            return lines.filter(l -> l.startsWith(READY)).findFirst();
        }
    }
}
