package org.posthouse.bench.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Processes and all that descend from them, as Linux tells of them in {@code /proc}. */
final class ProcessTree {
    private static final Path PROC = Path.of("/proc");
    /** USER_HZ, which is the same on every architecture Linux runs on with a JDK. */
    private static final double TICKS_PER_SECOND = 100;

    private final List<Long> roots;

    ProcessTree(List<Long> roots) {
        this.roots = List.copyOf(roots);
    }

    /** Fields of {@code /proc/PID/stat} from the third on, by process. */
    private static Map<Long, String[]> all() throws IOException {
        Map<Long, String[]> all = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path each : processes) {
                String stat = read(each.resolve("stat"));
                if (!stat.isEmpty()) {
                    all.put(
                            Long.valueOf(each.getFileName().toString()),
                            stat.substring(stat.lastIndexOf(')') + 2).split(" "));
                }
            }
        }
        return all;
    }

    /** Empty if the process has ended meanwhile or is not ours to look at. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }

    private List<Long> members(Map<Long, String[]> all) {
        List<Long> members = new ArrayList<>();
        for (Long process : all.keySet()) {
            long each = process;
            while (each > 1 && !roots.contains(each) && all.containsKey(each)) {
                each = Long.parseLong(all.get(each)[1]);
            }
            if (roots.contains(each)) {
                members.add(process);
            }
        }
        return members;
    }

    /** So far; processes that are waited for are counted by who has waited. */
    double cpuSeconds() throws IOException {
        Map<Long, String[]> all = all();
        long ticks = 0;
        for (Long member : members(all)) {
            String[] fields = all.get(member);
            for (int i = 11; i <= 14; i++) {
                ticks += Long.parseLong(fields[i]);
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Memory in KiB; what processes share is divided among them. */
    long memoryKib() throws IOException {
        return sum("smaps_rollup", "Pss:");
    }

    /** Threads of all of them. */
    long threads() throws IOException {
        return entries("task");
    }

    /** Files, sockets and the like that are open in all of them. */
    long files() throws IOException {
        return entries("fd");
    }

    private long entries(String folder) throws IOException {
        long count = 0;
        for (Long member : members(all())) {
            String[] names =
                    PROC.resolve(member.toString()).resolve(folder).toFile().list();
            count += names == null ? 0 : names.length;
        }
        return count;
    }

    private long sum(String file, String name) throws IOException {
        long sum = 0;
        for (Long member : members(all())) {
            sum += read(PROC.resolve(member.toString()).resolve(file))
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
        return sum;
    }
}
