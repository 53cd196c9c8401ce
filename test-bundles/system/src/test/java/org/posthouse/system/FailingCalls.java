package org.posthouse.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Calls of a running server to the system that fail from now on, until this is closed. By strace, which holds on to its threads. */
final class FailingCalls implements AutoCloseable {
    private final Process strace;

    private FailingCalls(Process strace) {
        this.strace = strace;
    }

    /** The test is skipped, with the reason, where there is no strace or it may not look at other processes. */
    static void assumed() throws Exception {
        assumeTrue(Run.of(List.of("sh", "-c", "command -v strace"), "").status() == 0, "strace is not installed");
        Process victim = new ProcessBuilder("sleep", "60").start();
        try (FailingCalls probe = begin(victim.pid(), Files.createTempFile("probe", ".txt"), "fsync", List.of())) {
            assumeTrue(probe.underWay(), "strace may not hold on to running processes");
        } catch (IOException e) {
            assumeTrue(false, e.getMessage());
        } finally {
            victim.destroyForcibly();
        }
    }

    /** Every force fails. */
    static FailingCalls forces(Server server) throws Exception {
        return begin(server.pid(), server.home().resolve("strace.txt"), "fsync,fdatasync", List.of());
    }

    /** Whatever is written to this file fails. */
    static FailingCalls writes(Server server, Path file) throws Exception {
        List<String> only = List.of("-P", file.toRealPath().toString());
        return begin(server.pid(), server.home().resolve("strace.txt"), "write,pwrite64", only);
    }

    /** Whatever is read of this file fails. */
    static FailingCalls reads(Server server, Path file) throws Exception {
        List<String> only = List.of("-P", file.toRealPath().toString());
        return begin(server.pid(), server.home().resolve("strace.txt"), "read,pread64,sendfile", only);
    }

    private static FailingCalls begin(long pid, Path told, String calls, List<String> more) throws Exception {
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-p", Long.toString(pid), "-o", "/dev/null"));
        command.addAll(List.of("-e", "trace=" + calls, "-e", "inject=" + calls + ":error=EIO"));
        command.addAll(more);
        Process strace = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        await().until(() -> !strace.isAlive() || Files.readString(told).contains(" attached"));
        if (!strace.isAlive()) {
            throw new IOException(Files.readString(told).strip());
        }
        return new FailingCalls(strace);
    }

    /** Whether they fail still. */
    boolean underWay() {
        return strace.isAlive();
    }

    /** The server goes on as if nothing had been. */
    @Override
    public void close() {
        strace.destroy();
        strace.onExit().orTimeout(120, TimeUnit.SECONDS).join();
    }
}
