package org.posthouse.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of the unpacked distribution in a process of its own, on free ports of loopback. */
final class Server implements AutoCloseable {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Random RANDOM = new Random();
    private static final int[] PORTS = {24, 25, 110, 143, 465, 587, 993, 995, 8080, 8443};
    /** Offsets for each of the processes in which tests run side by side; all together less than 8443 - 143 apart. */
    private static final int OFFSETS = 40;

    private static final Duration START = Duration.ofSeconds(60);

    private final Path home;
    private final int offset;
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
        Server server = new Server(home, freeOffset(), prefix);
        server.start(more);
        return server;
    }

    /** A demonstration server of another distribution. */
    static Server demoOf(Path distribution, Path home) throws Exception {
        Server server = new Server(home, freeOffset(), List.of(), distribution.resolve("bin/posthouse"));
        server.start();
        return server;
    }

    /** A server with the defaults of an installation, on loopback because it is a test. */
    static Server plain(Path home) throws Exception {
        Server server = new Server(home, freeOffset(), List.of());
        server.run("--bind", "127.0.0.1");
        return server;
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
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.add("--demo");
        run(arguments.toArray(String[]::new));
    }

    private void run(String... more) throws Exception {
        arguments = more;
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(program.toString(), "run"));
        command.addAll(List.of("--home", home.toString(), "--port-offset", Integer.toString(offset)));
        command.addAll(List.of(more));
        process = new ProcessBuilder(command)
                .redirectError(
                        Files.createDirectories(home).resolve("stderr.txt").toFile())
                .start();
        CompletableFuture<String> ready = CompletableFuture.supplyAsync(() -> readReady(process));
        try {
            readyLine = ready.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
            throw new IOException("not ready: " + Files.readString(home.resolve("stderr.txt")), e);
        }
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

    /** Where none of our ports is taken. */
    static int freeOffset() {
        for (int tries = 0; tries < 100; tries++) {
            // Below what the system gives to clients, also with 8443 on top.
            int offset =
                    11_000 + (Integer.getInteger("surefire.forkNumber", 1) * OFFSETS + RANDOM.nextInt(OFFSETS)) * 100;
            if (allFree(offset)) {
                return offset;
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean allFree(int offset) {
        for (int port : PORTS) {
            try (ServerSocket probe = new ServerSocket(port + offset, 1, InetAddress.getLoopbackAddress())) {
                if (!probe.isBound()) {
                    return false;
                }
            } catch (IOException e) {
                return false;
            }
        }
        return true;
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

    /** Runs {@code posthouse …} against this server. */
    Run posthouse(String... words) throws Exception {
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
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
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
        String pid = Long.toString(pid());
        Run.of(List.of("jcmd", pid, "GC.run"), "");
        String info = Run.of(List.of("jcmd", pid, "GC.heap_info"), "").out();
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
