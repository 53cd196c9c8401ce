package org.posthouse.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The folder a server lives in, held by one process at a time. */
final class Home implements AutoCloseable {
    /** Of configuration and storage; an upgrade that changes either raises it. */
    static final String LEVEL = "1";

    private final Path path;
    private final Hold hold;

    private Home(Path path, Hold hold) {
        this.path = path;
        this.hold = hold;
    }

    /** For a server. Makes what is missing, for this user alone, and locks it. Fails with {@link RefusedException} when the level is not ours or another process has it. */
    static Home open(Path path) throws IOException {
        return open(path, "");
    }

    /** @param order the command that wants it without a server; empty for a server */
    static Home open(Path path, String order) throws IOException {
        if (Files.isRegularFile(path)) {
            throw new RefusedException("--home " + path + " is a file, not a folder");
        }
        checkLevel(path);
        Set<PosixFilePermission> own = PosixFilePermissions.fromString("rwx------");
        for (String name : new String[] {"plugins", "cache"}) {
            Files.createDirectories(path.resolve(name));
        }
        for (String name : new String[] {"etc", "log"}) {
            Files.createDirectories(path.resolve(name), PosixFilePermissions.asFileAttribute(own));
        }
        for (String name : new String[] {"data", "run"}) {
            Files.setPosixFilePermissions(Files.createDirectories(path.resolve(name)), own);
        }
        Home home = new Home(path, hold(path, order));
        if (FullDisk.isShort(path)) {
            FullDisk.makeRoom(path);
        }
        writeOnce(path.resolve("etc/version"), LEVEL + "\n");
        return home;
    }

    /** A disk that is so full that nobody can say who holds the home gets room from what is made anew. */
    private static Hold hold(Path path, String order) throws IOException {
        Path file = path.resolve("run/posthouse.pid");
        try {
            return Hold.take(file, order);
        } catch (IOException e) {
            if (!FullDisk.is(e)) {
                throw e;
            }
            // It could not be written, so it was locked: nobody runs out of these folders.
            FullDisk.makeRoom(path);
            return Hold.take(file, order);
        }
    }

    /**
     * Notes that it is a demonstration's. Such a home has accounts whose passwords everybody knows: later it is served on loopback only,
     * whatever was forgotten on the command line. Fails with {@link RefusedException}.
     */
    void admit(Options options) throws IOException {
        Path demo = path.resolve("etc/demo");
        if (options.demo()) {
            writeOnce(demo, "Accounts here have passwords that everybody knows.\n");
        } else if (Files.exists(demo) && !options.onLoopback()) {
            close();
            throw new RefusedException(
                    path + " was made with --demo, so its accounts may have passwords that everybody knows: start it"
                            + " with --demo, or give them others ('posthouse account set') and delete " + demo);
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Lets the next one in. Any thread, more than once. */
    @Override
    public void close() throws IOException {
        hold.close();
    }

    private static void checkLevel(Path path) throws IOException {
        Path file = path.resolve("etc/version");
        if (!Files.exists(file)) {
            return;
        }
        String level = Files.readString(file).strip();
        if (!level.equals(LEVEL)) {
            throw new RefusedException(
                    path + " has level " + level.lines().findFirst().orElse("(none)") + " and this version understands "
                            + LEVEL + "; use the version that wrote it, or upgrade");
        }
    }

    /** Unless it is there; whole or not at all. */
    private static void writeOnce(Path file, String text) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
