package org.posthouse.core.plugins.change;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What runs from which file, and what ran before: so that after a restart a file that has become unusable in the meantime does not
 * take its plug-in away, and that the version before can be had back. On disk after each change.
 */
public final class Records {
    /** Stands for the version that the distribution brings. */
    public static final String DISTRIBUTION = "distribution";

    private static final String LEVEL = "posthouse-plugins 1";
    private static final int FORMER = 3;

    private final Path path;
    private final Map<String, Running> running = new TreeMap<>();
    private final Map<String, List<String>> former = new TreeMap<>();

    public Records(Path path) throws IOException {
        this.path = path;
        if (Files.exists(path)) {
            List<String> lines = Files.readAllLines(path);
            if (lines.isEmpty() || !lines.get(0).equals(LEVEL)) {
                throw new IOException("not " + LEVEL);
            }
            for (String line : lines.subList(1, lines.size())) {
                // The file name comes last: it is the only one that may have blanks.
                String[] fields = line.split(" ", 4);
                if (fields.length == 4 && fields[0].equals("runs")) {
                    running.put(fields[1], new Running(fields[3], fields[2]));
                } else if (fields.length == 3 && fields[0].equals("former")) {
                    former.computeIfAbsent(fields[1], each -> new ArrayList<>()).add(fields[2]);
                }
            }
        }
    }

    /** Of those that run from the folder. */
    public synchronized Set<String> names() {
        return new TreeSet<>(running.keySet());
    }

    synchronized Optional<Running> running(String name) {
        return Optional.ofNullable(running.get(name));
    }

    /** Copies by id, or {@link #DISTRIBUTION}; the latest first. */
    public synchronized List<String> former(String name) {
        return List.copyOf(former.getOrDefault(name, List.of()));
    }

    /** It runs from this file of the folder now; what ran before is remembered. */
    synchronized void runs(String name, String before, Running now) throws IOException {
        running.put(name, now);
        remember(name, before, now.id());
        write();
    }

    /** It does not run from the folder any more, but perhaps from the distribution. */
    synchronized void left(String name, String before) throws IOException {
        running.remove(name);
        remember(name, before, DISTRIBUTION);
        write();
    }

    private void remember(String name, String before, String now) {
        List<String> all = former.computeIfAbsent(name, each -> new ArrayList<>());
        all.remove(now);
        if (!before.isEmpty() && !before.equals(now)) {
            all.remove(before);
            all.add(0, before);
        }
        if (all.size() > FORMER) {
            all.subList(FORMER, all.size()).clear();
        }
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder(LEVEL).append('\n');
        running.forEach((name, each) -> text.append("runs " + name + " " + each.id() + " " + each.file())
                .append('\n'));
        former.forEach((name, ids) ->
                ids.forEach(id -> text.append("former " + name + " " + id).append('\n')));
        Files.createDirectories(path.getParent());
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A file name within the folder, and the id of its copy. */
    record Running(String file, String id) {}
}
