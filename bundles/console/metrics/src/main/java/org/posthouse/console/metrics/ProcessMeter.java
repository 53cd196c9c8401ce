package org.posthouse.console.metrics;

import java.io.File;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.posthouse.api.metrics.Family;
import org.posthouse.api.metrics.Meter;

/** The process, its Java machine, and the disk its home is on. */
@Component(name = "org.posthouse.console.metrics.process")
public final class ProcessMeter implements Meter {
    private static final double MILLIS = 1000;
    private static final double NANOS = 1_000_000_000;
    private static final int KIBIBYTE = 1024;

    private final String version;
    private final File data;

    @Activate
    public ProcessMeter(BundleContext bundle) {
        this(
                Optional.ofNullable(bundle.getProperty("posthouse.version")).orElse(""),
                new File(
                        Optional.ofNullable(bundle.getProperty("posthouse.home"))
                                .orElse("."),
                        "data"));
    }

    ProcessMeter(String version, File data) {
        this.version = version;
        this.data = data;
    }

    @Override
    public List<Family> families() {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        List<Family> all = new ArrayList<>();
        all.add(Family.gauge("posthouse_info", "What runs.")
                .sample(1, "version", version, "java", Runtime.version().toString())
                .build());
        all.add(gauge("posthouse_disk_free_bytes", "Room left where the home is.", (double) data.getUsableSpace()));
        all.add(gauge("posthouse_disk_size_bytes", "Size of the disk the home is on.", (double) data.getTotalSpace()));
        all.add(gauge(
                "process_start_time_seconds", "When the process began, since 1970.", runtime.getStartTime() / MILLIS));
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .ifPresent(cpu -> all.add(Family.counter("process_cpu_seconds_total", "Processor time of the process.")
                        .sample(cpu.toNanos() / NANOS)
                        .build()));
        resident()
                .ifPresent(kib -> all.add(
                        gauge("process_resident_memory_bytes", "Memory of the process.", (double) kib * KIBIBYTE)));
        all.add(gauge(
                "jvm_threads_current",
                "Threads.",
                ManagementFactory.getThreadMXBean().getThreadCount()));
        all.add(Family.gauge("jvm_memory_used_bytes", "Memory in use, by what it is for.")
                .sample((double) memory.getHeapMemoryUsage().getUsed(), "area", "heap")
                .sample((double) memory.getNonHeapMemoryUsage().getUsed(), "area", "nonheap")
                .build());
        Family.Builder collections = Family.counter("jvm_gc_collections_total", "Collections of garbage.");
        Family.Builder seconds = Family.counter("jvm_gc_seconds_total", "Time they took.");
        for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections.sample((double) Math.max(0, each.getCollectionCount()), "gc", each.getName());
            seconds.sample(Math.max(0, each.getCollectionTime()) / MILLIS, "gc", each.getName());
        }
        all.add(collections.build());
        all.add(seconds.build());
        return all;
    }

    private static Family gauge(String name, String help, double value) {
        return Family.gauge(name, help).sample(value).build();
    }

    /** KiB; only where the system tells it. */
    private static Optional<Long> resident() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
