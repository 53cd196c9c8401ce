package org.posthouse.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** How long this process has been there, its JVM's own start included. */
final class Age {
    /** Of the fields after the command, which is in parentheses and may hold anything: field 22 of proc(5). */
    private static final int START_TIME = 19;

    private static final long LOADED = System.nanoTime();
    private static final int TICKS_PER_SECOND = 100;

    private Age() {}

    /** By the kernel's clock where there is one, to a hundredth of a second; elsewhere since the first class of ours. */
    static Duration now() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double started = Long.parseLong(fields[START_TIME]) / (double) TICKS_PER_SECOND;
            double uptime =
                    Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
            return Duration.ofMillis(Math.round((uptime - started) * 1000));
        } catch (IOException | RuntimeException e) {
            return Duration.ofNanos(System.nanoTime() - LOADED);
        }
    }
}
