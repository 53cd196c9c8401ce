package org.posthouse.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthouse.testkit.Ports;

/** A server of the unpacked distribution in a process of its own, on free ports of loopback. */
final class Server implements AutoCloseable {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private static final Duration START = Duration.ofSeconds(150);
    private static final Set<String> BY_ITSELF = Set.of("start", "stop", "reload", "upgrade", "--help");
    private static final String TAKEN = "the address is in use";

    /** Which store keeps the mail of new homes: log, or {@code -Dposthouse.store=jdbc}. */
    static final String STORE = System.getProperty("posthouse.store", "log");

    private static final String CHOICE = "etc/org.posthouse.core.mailstore.config";

    private final Path home;
    private int offset;
    private final List<String> prefix;
    private final Path program;
    private Process process;
    private String readyLine = "";
    private String[] arguments = {};

    private Server(Path home, int offset, List<String> prefix) throws IOException {
        this(home, offset, prefix, Distribution.command());
    }

    private Server(Path home, int offset, List<String> prefix, Path program) {
        this.program = program;
        this.home = home;
        this.offset = offset;
        this.prefix = prefix;
    }

    /** Starts a demonstration server over this home. */
    static Server demo(Path home, String... more) throws Exception {
        return under(List.of(), home, more);
    }

    /** The same under another program, such as strace. */
    static Server under(List<String> prefix, Path home, String... more) throws Exception {
        return new Server(home, Ports.offset(), prefix).begin(demonstration(more));
    }

    /** A demonstration server of another distribution. */
    static Server demoOf(Path distribution, Path home) throws Exception {
        return new Server(home, Ports.offset(), List.of(), distribution.resolve("bin/posthouse"))
                .begin(demonstration());
    }

    /** A server with the defaults of an installation, on loopback because it is a test. */
    static Server plain(Path home) throws Exception {
        return new Server(home, Ports.offset(), List.of()).begin("--bind", "127.0.0.1");
    }

    /** The same at another address of loopback. */
    static Server at(String address, int offset, Path home) throws Exception {
        Server server = new Server(home, offset, List.of());
        server.run("--bind", address);
        return server;
    }

    /** Starts it again as it was started before, after it has ended. */
    void again() throws Exception {
        run(arguments);
    }

    /** Starts it again on the same home and ports, after it has ended. */
    void start(String... more) throws Exception {
        run(demonstration(more));
    }

    private static String[] demonstration(String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--demo");
        return arguments.toArray(String[]::new);
    }

    /** The first start: where nobody has told others our ports yet, other ones do as well if a stranger has taken one meanwhile. */
    private Server begin(String... more) throws Exception {
        try {
            run(more);
        } catch (IOException e) {
            if (!e.getMessage().contains(TAKEN)) {
                throw e;
            }
            offset = Ports.offset();
            run(more);
        }
        return this;
    }

    private void run(String... more) throws Exception {
        arguments = more;
        if (!STORE.equals("log") && !Files.exists(home.resolve("data")) && !Files.exists(home.resolve(CHOICE))) {
            choose(home, STORE);
        }
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(program.toString(), "run"));
        command.addAll(List.of("--home", home.toString(), "--port-offset", Integer.toString(offset)));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(
                        Files.createDirectories(home).resolve("stderr.txt").toFile());
        StartArchive.use(builder, home);
        process = builder.start();
        CompletableFuture<String> ready = CompletableFuture.supplyAsync(() -> readReady(process));
        try {
            readyLine = ready.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly().waitFor();
            throw new IOException("not ready: " + Files.readString(home.resolve("stderr.txt")), e);
        }
    }

    /** A home that is still to be made gets this store, whichever new homes have by themselves. */
    static void choose(Path home, String store) throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve(CHOICE), "store=\"" + store + "\"\n");
    }

    private static String readReady(Process process) {
        try {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("Posthouse is ready")) {
                    return line;
                }
            }
            throw new IOException("ended before it was ready");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String readyLine() {
        return readyLine;
    }

    Path home() {
        return home;
    }

    /** The port of a service by its standard number. */
    int port(int standard) {
        return standard + offset;
    }

    /** Of the Java process, not of what it was started under. */
    long pid() throws IOException {
        return Long.parseLong(
                Files.readString(home.resolve("run/posthouse.pid")).strip());
    }

    Smtp smtp() throws IOException {
        return new Smtp(port(25));
    }

    Imap imap(String user) throws IOException {
        Imap imap = new Imap(port(143));
        imap.ok("LOGIN " + user + " posthouse");
        return imap;
    }

    /** What {@code posthouse …} says and does of this server; by the program itself where that is more than to ask the server. */
    Run posthouse(String... words) throws Exception {
        if (BY_ITSELF.contains(words[0])) {
            return program(words);
        }
        try {
            return Asking.of(home, List.of(words));
        } catch (SocketException e) {
            return program(words);
        }
    }

    /** Runs {@code bin/posthouse …} against this server. */
    Run program(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--home", home.toString()));
        return Run.of(command, "");
    }

    void killHard() throws Exception {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
        process.waitFor();
    }

    /** SIGTERM; the exit status. */
    int terminate() throws Exception {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            throw new IOException("it does not end");
        }
        return process.exitValue();
    }

    /** A figure of {@code /proc/PID/status}: VmRSS in KiB, Threads. */
    long figure(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no figure " + name);
    }

    /** KiB of heap in use after a full collection. */
    long heapKib() throws Exception {
        Path questions = Files.createTempFile("heap", ".jcmd");
        Files.writeString(questions, "GC.run\nGC.heap_info\n");
        String info = Run.of(List.of("jcmd", Long.toString(pid()), "-f", questions.toString()), "")
                .out();
        Files.delete(questions);
        long sum = 0;
        for (String line : info.lines().toList()) {
            Matcher used = USED.matcher(line);
            if (used.find() && !line.contains("etaspace") && !line.contains("class space")) {
                sum += Long.parseLong(used.group(1));
            }
        }
        if (sum == 0) {
            throw new IOException("no heap in " + info);
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
            process.onExit().join();
        }
    }
}
