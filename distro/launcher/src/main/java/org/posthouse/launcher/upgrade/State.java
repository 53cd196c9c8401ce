package org.posthouse.launcher.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a home remembers of releases: who served it last, and, between {@code apply} and {@code commit}, how it was before. */
public final class State {
    private static final String NONE = "none";
    private static final String RUNNING = "run/made-of";

    private final Path home;

    public State(Path home) {
        this.home = home;
    }

    /** The level of configuration and storage; empty for a home that was never served. */
    public Optional<String> level() throws IOException {
        return line(home.resolve("etc/version"));
    }

    /** The release that served last; empty where none has said so. */
    public Optional<String> served() throws IOException {
        return line(served(home));
    }

    /** This release serves. */
    public void serves(String release) throws IOException {
        if (!served().equals(Optional.of(release))) {
            write(served(home), release);
        }
    }

    /** The files that the running server is made of, as {@link ReleaseFiles} tells them; empty where none has said so. */
    Optional<String> running() throws IOException {
        Path file = home.resolve(RUNNING);
        return Files.isRegularFile(file)
                ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** The server is made of these. */
    public void runs(String facts) throws IOException {
        Path fresh = home.resolve(RUNNING + ".new");
        Files.writeString(fresh, facts, StandardCharsets.UTF_8);
        Files.move(fresh, home.resolve(RUNNING), StandardCopyOption.ATOMIC_MOVE);
    }

    /** From which release an upgrade is under way. */
    Optional<String> from() throws IOException {
        return line(former().resolve("release"));
    }

    /** Keeps the configuration as it is, for the way back; what was kept by an upgrade under way stays. */
    void keep() throws IOException {
        if (from().isPresent()) {
            return;
        }
        remove(former());
        Path unused = Files.createDirectories(
                former(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Copies.make(home.resolve("etc"), former().resolve("etc"));
        Copies.force(home.resolve("data"));
        // The last one: without it nothing was kept.
        write(former().resolve("release"), served().orElse(NONE));
    }

    /** There is no way back any more. */
    void forget() throws IOException {
        Files.deleteIfExists(former().resolve("release"));
        remove(former());
    }

    private static Path served(Path home) {
        return home.resolve("data/release");
    }

    /** Where what was before is kept. */
    Path former() {
        return home.resolve("data/upgrade");
    }

    private static Optional<String> line(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? Files.readString(file).lines().findFirst().map(String::strip)
                : Optional.empty();
    }

    private static void write(Path file, String line) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            out.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        Copies.force(file.toAbsolutePath().getParent());
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> deepestFirst = files.sorted((a, b) -> b.compareTo(a)).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }
}
