package org.posthouse.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The built distribution with a home of its own, as it is shipped but for logins in clear text. */
public final class Posthouse implements Measured {
    private static final Duration START = Duration.ofSeconds(90);

    /** What keeps the mail of new homes. */
    public static final String STORE = "log";

    private final String store;
    private final Path program;
    private final Path home;
    private final Doors doors;
    private final People people;
    private final Disk disk;
    private final ProcessTree processes;
    private final Process process;

    private Posthouse(Path distribution, Path home, int people, String store) throws IOException {
        this.store = store;
        this.program = distribution.resolve("bin/posthouse");
        this.home = Files.createDirectories(home);
        this.doors = Doors.free();
        this.people = new People(people);
        this.disk = new Disk(home);
        Files.writeString(
                Files.createDirectories(home.resolve("etc")).resolve("org.posthouse.core.mailstore.config"),
                "store=\"" + store + "\"\n");
        Path said = home.resolve("said.txt");
        process = new ProcessBuilder(
                        program.toString(),
                        "run",
                        "--demo",
                        "--home",
                        home.toString(),
                        "--port-offset",
                        Integer.toString(doors.offset()))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        processes = new ProcessTree(List.of(process.pid()));
        try {
            Programs.await("Posthouse is ready", START, () -> ready(said));
            settle();
        } catch (IOException e) {
            Programs.closeAfter(e, this);
        }
    }

    /**
     * Starts it.
     *
     * @param distribution the unpacked distribution
     * @param home a folder that is not there yet
     * @param people how many shall have mail
     * @param store what keeps it: log or jdbc
     */
    public static Posthouse start(Path distribution, Path home, int people, String store) throws IOException {
        return new Posthouse(distribution, home, people, store);
    }

    private boolean ready(Path said) throws IOException {
        String text = Files.readString(said);
        if (!process.isAlive()) {
            throw new IOException("Posthouse does not start: " + text.strip());
        }
        return text.contains("Posthouse is ready");
    }

    /** Makes the domain and its people. */
    private void settle() throws IOException {
        List<String> rows = new ArrayList<>(List.of("address,hash,name,quota"));
        for (int i = 0; i < people.count(); i++) {
            // The parameters of a hash are divided by commas.
            rows.add(People.address(i) + ",\"" + People.HASH + "\",,");
        }
        Path file = Files.write(home.resolve("people.csv"), rows);
        posthouse("domain", "add", People.DOMAIN);
        posthouse("account", "import", file.toString());
    }

    private void posthouse(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--home", home.toString()));
        Programs.run(command);
    }

    @Override
    public String name() {
        return store.equals(STORE) ? "posthouse" : store;
    }

    @Override
    public Doors doors() {
        return doors;
    }

    @Override
    public People people() {
        return people;
    }

    @Override
    public Usage usage() throws IOException {
        return new Usage(processes.cpuSeconds(), disk.written(), disk.flushes());
    }

    @Override
    public State state() throws IOException {
        ProcessTree all = processes;
        return new State(memoryKib(), all.threads(), all.files());
    }

    @Override
    public long memoryKib() throws IOException {
        Programs.run(List.of("jcmd", Long.toString(process.pid()), "GC.run"));
        return processes.memoryKib();
    }

    @Override
    public void close() throws IOException {
        Programs.end(process.pid());
        Programs.delete(home);
    }
}
