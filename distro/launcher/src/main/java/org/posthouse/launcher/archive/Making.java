package org.posthouse.launcher.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes an archive out of what a start has told; in a process of its own, since it takes seconds and a hundred megabytes. */
public final class Making {
    private static final int LIMIT_SECONDS = 300;

    private Making() {}

    /** @param arguments the archive to make, what the start has told, the launcher's jar */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path archive = Path.of(arguments[0]);
        Path told = Path.of(arguments[1]);
        Path list = archive.resolveSibling(archive.getFileName() + ".list");
        Path fresh = archive.resolveSibling(archive.getFileName() + ".new");
        try {
            // Latin: whatever a path is, it comes out as it went in.
            Files.write(
                    list,
                    ClassLog.list(Files.readAllLines(told, StandardCharsets.ISO_8859_1)),
                    StandardCharsets.ISO_8859_1);
            Files.deleteIfExists(fresh);
            if (!made(fresh, list, Path.of(arguments[2]))) {
                // An empty one says that it cannot be made here, so that nobody tries again.
                Files.deleteIfExists(fresh);
                Files.createFile(fresh);
            }
            // A file that has its name and not its octets would end each start to come.
            Size.note(archive, fresh);
            Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(list);
            Files.deleteIfExists(told);
            Files.deleteIfExists(fresh);
        }
    }

    private static boolean made(Path fresh, Path list, Path jar) throws IOException, InterruptedException {
        Process dump = new ProcessBuilder(List.of(
                        java(),
                        "-Xshare:dump",
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:SharedClassListFile=" + list,
                        "-XX:SharedArchiveFile=" + fresh,
                        "-cp",
                        jar.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return dump.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && dump.exitValue() == 0 && Files.size(fresh) > 0;
        } finally {
            dump.destroyForcibly();
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
