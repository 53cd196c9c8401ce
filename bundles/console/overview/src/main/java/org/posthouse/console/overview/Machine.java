package org.posthouse.console.overview;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Words;

/** What runs, for how long, and with how much room. */
final class Machine {
    private static final int KIBIBYTE = 1024;

    private final String version;
    private final File home;

    Machine(String version, Path home) {
        this.version = version;
        this.home = home.toFile();
    }

    void write(Html html) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        html.open("dl", "class", "figures");
        figure(html, "Posthouse", version);
        figure(
                html,
                "runs for",
                Words.rough(
                        Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime())));
        resident().ifPresent(octets -> figure(html, "memory", Words.size(octets)));
        figure(html, "heap", Words.size(heap.getUsed()) + " of " + Words.size(heap.getMax()));
        figure(html, "disk free", Words.size(home.getUsableSpace()) + " of " + Words.size(home.getTotalSpace()));
        figure(html, "Java", Runtime.version().feature() + "");
        html.close();
    }

    private static void figure(Html html, String what, String value) {
        html.open("div").element("dt", what).element("dd", value).close();
    }

    /** Only where the system tells it. */
    private static Optional<Long> resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> KIBIBYTE * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
