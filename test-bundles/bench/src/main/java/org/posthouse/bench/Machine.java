package org.posthouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.posthouse.bench.server.Disk;

/** What everything runs on, measured there and then. */
final class Machine {
    private static final Duration TIME = Duration.ofSeconds(1);

    private final Disk disk;

    Machine(Path folder) throws IOException {
        disk = new Disk(folder);
    }

    /** Facts by name. */
    Map<String, Object> facts() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cores", Runtime.getRuntime().availableProcessors());
        facts.put("cpu", word(Path.of("/proc/cpuinfo"), "model name"));
        facts.put("memory", word(Path.of("/proc/meminfo"), "MemTotal"));
        facts.put("kernel", System.getProperty("os.version"));
        facts.put("java", System.getProperty("java.vendor.version", System.getProperty("java.version")));
        facts.put("disk", disk.name());
        facts.put("forcesPerSecond", Math.round(disk.forcesPerSecond(TIME)));
        facts.put("load", Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
        return facts;
    }

    static String sentence(Map<String, Object> facts) {
        return String.format(
                Locale.ROOT,
                "%s cores, %s, %s; Linux %s, Java %s%ndisk %s: %s forces of 4 KiB a second; load %s%n",
                facts.get("cores"),
                facts.get("cpu"),
                facts.get("memory"),
                facts.get("kernel"),
                facts.get("java"),
                facts.get("disk"),
                facts.get("forcesPerSecond"),
                facts.get("load"));
    }

    /** What stands behind a name in a file of the kernel's. */
    private static String word(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown");
    }
}
