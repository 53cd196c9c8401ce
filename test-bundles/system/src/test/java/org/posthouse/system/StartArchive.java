package org.posthouse.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.posthouse.testkit.Ports;

/**
 * The archive of classes that all servers under test start with: made once for a distribution by a server of its own, while the first tests
 * run without.
 */
final class StartArchive {
    private static final int LOOKS = 1500;
    private static final int LOOK_MILLIS = 200;
    private static final Path FOLDER = Distribution.tree().resolve("test-bundles/system/target/archive");
    private static final Path FILE = prepared();

    private StartArchive() {}

    /** Has this process, and what it starts, use the archive once there is one, and make none; the home has room for the mark of who does. */
    static void use(ProcessBuilder process, Path home) throws IOException {
        Files.createDirectories(home.resolve("cache"));
        use(process);
    }

    /** The same where no home needs to be there. */
    static void use(ProcessBuilder process) {
        process.environment().put("POSTHOUSE_ARCHIVE", Files.exists(FILE) ? FILE.toString() : "");
    }

    /** Where it is or will be, unless this Java cannot make one: then the file is empty. */
    static Path file() {
        return FILE;
    }

    private static Path prepared() {
        try {
            Files.createDirectories(FOLDER);
            Path file = FOLDER.resolve(name() + ".jsa");
            if (!Files.exists(file)) {
                Thread maker = new Thread(() -> make(file), "archive");
                maker.setDaemon(true);
                maker.start();
            }
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another one for other files. */
    private static String name() throws IOException {
        Path distribution = Distribution.command().resolve("../..").normalize();
        StringBuilder facts = new StringBuilder();
        for (String folder : List.of("lib", "bundles")) {
            try (Stream<Path> files = Files.list(distribution.resolve(folder))) {
                for (Path file : files.sorted().toList()) {
                    facts.append(file).append(Files.size(file)).append(Files.getLastModifiedTime(file));
                }
            }
        }
        return "start" + Integer.toHexString(facts.toString().hashCode());
    }

    /** By whoever comes first; the other processes find it, or do without. */
    private static void make(Path file) {
        try (FileChannel channel =
                        FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && !Files.exists(file)) {
                rehearse(file);
            }
        } catch (IOException e) {
            System.err.println("no archive of classes: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those of former builds. */
    private static void remove() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file :
                    files.filter(each -> each.toString().contains(".jsa")).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void rehearse(Path file) throws IOException, InterruptedException {
        Path made = FOLDER.resolve("made.jsa");
        Path of = FOLDER.resolve("made.jsa.of");
        remove();
        Path home = Files.createTempDirectory(FOLDER, "home");
        ProcessBuilder server = new ProcessBuilder(
                Distribution.command().toString(),
                "run",
                "--demo",
                "--home",
                home.toString(),
                "--port-offset",
                Integer.toString(Ports.offset()));
        server.environment().put("POSTHOUSE_ARCHIVE", made.toString());
        Process process = server.redirectErrorStream(true)
                .redirectOutput(FOLDER.resolve("output.txt").toFile())
                .start();
        // The tests may be over before it is.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        try {
            for (int look = 0; look < LOOKS && process.isAlive() && !Files.exists(made); look++) {
                Thread.sleep(LOOK_MILLIS);
            }
            if (Files.exists(made)) {
                Files.move(of, FOLDER.resolve(file.getFileName() + ".of"), StandardCopyOption.REPLACE_EXISTING);
                Files.move(
                        FOLDER.resolve("made.jsa.size"),
                        FOLDER.resolve(file.getFileName() + ".size"),
                        StandardCopyOption.REPLACE_EXISTING);
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
