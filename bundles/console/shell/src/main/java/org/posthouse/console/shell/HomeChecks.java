package org.posthouse.console.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the home is the server's own, and its clock can be right. */
final class HomeChecks {
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final Set<PosixFilePermission> WRITE = PosixFilePermissions.fromString("----w--w-");
    private static final Duration AHEAD = Duration.ofMinutes(2);
    private static final Path SYNCHRONIZED = Path.of("/run/systemd/timesync/synchronized");
    private static final Path TIME_SERVICE = Path.of("/run/systemd/timesync");

    private HomeChecks() {}

    /** Passwords, mail and keys are nobody else's business; what runs must not be changed by others. */
    static List<Finding> permissions(Path home) {
        List<Finding> findings = new ArrayList<>();
        try {
            for (String name : List.of("etc", "data", "log", "run")) {
                Path folder = home.resolve(name);
                if (Files.isDirectory(folder)
                        && Files.getPosixFilePermissions(folder).stream().anyMatch(OTHERS::contains)) {
                    findings.add(
                            Finding.problem("home", folder + " can be looked into by others", "chmod go= " + folder));
                }
            }
            Path plugins = home.resolve("plugins");
            for (Path each : List.of(home, plugins)) {
                if (Files.isDirectory(each)
                        && Files.getPosixFilePermissions(each).stream().anyMatch(WRITE::contains)) {
                    findings.add(Finding.problem("home", each + " can be changed by others", "chmod go-w " + each));
                }
            }
            readable(home.resolve("etc"), findings);
        } catch (IOException | UnsupportedOperationException e) {
            findings.add(
                    Finding.advice("home", "the permissions of " + home + " cannot be read", "look at them by hand"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok("home", home + " is for the server's user alone"));
        }
        return findings;
    }

    private static void readable(Path etc, List<Finding> findings) throws IOException {
        if (!Files.isDirectory(etc)) {
            return;
        }
        try (Stream<Path> files = Files.list(etc)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".config")).toList()) {
                if (!Files.isReadable(file)) {
                    findings.add(Finding.problem(
                            "home", file + " cannot be read by the server's user", "chown it to the server's user"));
                }
            }
        }
    }

    /** Of what the server has written itself nothing is from the future. */
    static Finding clock(Path home, Instant now) {
        try {
            Instant written = Files.getLastModifiedTime(home.resolve("log")).toInstant();
            if (written.isAfter(now.plus(AHEAD))) {
                return Finding.problem(
                        "clock",
                        "the clock says " + Words.iso(now) + ", but log/ was changed at " + Words.iso(written),
                        "set the clock, and keep it right by NTP");
            }
        } catch (IOException e) {
            return Finding.advice("clock", "log/ cannot be looked at", "see that it is there");
        }
        if (Files.isDirectory(TIME_SERVICE) && !Files.exists(SYNCHRONIZED)) {
            return Finding.advice("clock", "the system's clock has not been set by NTP", "timedatectl set-ntp true");
        }
        return Finding.ok("clock", "the clock says " + Words.iso(now));
    }
}
