package org.posthouse.launcher.archive;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.management.JMException;
import javax.management.ObjectName;
import org.posthouse.launcher.upgrade.ReleaseFiles;

/**
 * The archive that {@code bin/posthouse} has named: this start took its classes out of it, or has told, into a file beside it, which ones
 * it loads. Any thread.
 */
public final class StartArchive {
    /** The archive, if there is to be one. */
    private static final String ARCHIVE = "posthouse.archive";

    /** Octets of the disk that must be free for one to be made, and for one to stay: it has some fifty million itself. */
    private static final long MADE_FROM = 512L << 20;

    private static final long KEPT_FROM = 256L << 20;

    private static final List<String> FOLDERS = List.of("lib", "bundles");

    private final Path archive;
    private final Path distribution;
    private volatile Optional<Process> making = Optional.empty();

    private StartArchive(Path archive, Path distribution) {
        this.archive = archive;
        this.distribution = distribution;
    }

    /** Of this process, whose bundles are of this distribution; empty if nobody wants one. */
    public static Optional<StartArchive> of(Path distribution) {
        String named = System.getProperty(ARCHIVE, "");
        return named.isEmpty() ? Optional.empty() : Optional.of(new StartArchive(Path.of(named), distribution));
    }

    /** Once all is quiet: removes one that is of other files or damaged, or takes room that mail needs, so that the next start tells; has one made if this start has told. */
    public void tend() throws IOException {
        long free = archive.toAbsolutePath().getParent().toFile().getUsableSpace();
        if (Files.exists(archive)) {
            if (free < KEPT_FROM || !of().equals(basis()) || Size.differs(archive)) {
                Files.deleteIfExists(archive);
                Size.forget(archive);
            }
        } else if (Files.exists(told()) && free < MADE_FROM) {
            tellNoMore();
            Files.deleteIfExists(told());
        } else if (Files.exists(told())) {
            tellNoMore();
            Files.writeString(beside(".of"), basis(), StandardCharsets.UTF_8);
            making = Optional.of(new ProcessBuilder(List.of(
                            "nice",
                            "-n",
                            "19",
                            Making.java(),
                            "-Xshare:auto",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            jar().toString(),
                            Making.class.getName(),
                            archive.toString(),
                            told().toString(),
                            jar().toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
    }

    /** The making is broken off if it is still under way: nobody waits for it. */
    public void end() {
        making.ifPresent(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    private Path jar() {
        return distribution.resolve("lib/posthouse-launcher.jar");
    }

    private Path told() {
        return beside(".classes");
    }

    private Path beside(String suffix) {
        return archive.resolveSibling(archive.getFileName() + suffix);
    }

    /** What the archive was made of. */
    private String of() throws IOException {
        Path file = beside(".of");
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }

    /** The JVM and the files that classes come from, by size and time: what is the same has the same classes. */
    private String basis() throws IOException {
        return System.getProperty("java.vm.version") + "\n" + ReleaseFiles.facts(distribution, FOLDERS);
    }

    /** Otherwise the file would grow with each class to come. */
    private static void tellNoMore() throws IOException {
        try {
            Object unused = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmLog",
                            new Object[] {new String[] {"disable"}},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IOException("this JVM tells on: " + e, e);
        }
    }
}
