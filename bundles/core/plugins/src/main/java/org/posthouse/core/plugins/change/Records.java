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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs from which file, and what ran before: so that after a restart a file that has become unusable in the meantime does not
 * take its plug-in away, and that the version before can be had back. On disk after each change.
 */
public final class Records {
    /** Stands for the version that the distribution brings. */
    public static final String DISTRIBUTION = "distribution";

    private static final String LEVEL = "posthouse-plugins 1";
    private static final int FORMER = 3;
    private static final Logger LOG = LoggerFactory.getLogger(Records.class);
    /** The file name comes last: it is the only one that may have blanks. */
    private static final Pattern RUNS = Pattern.compile("runs ([A-Za-z0-9_.-]+) ([A-Za-z0-9_.-]+) ([^/\\p{Cntrl}]+)");

    private static final Pattern RAN = Pattern.compile("former ([A-Za-z0-9_.-]+) ([A-Za-z0-9_.-]+)");

    private final Path path;
    private final Map<String, Running> running = new TreeMap<>();
    private final Map<String, List<String>> former = new TreeMap<>();

    /** What is damaged there is put beside it, and forgotten: to start without memory is better than not to start. */
    public Records(Path path) {
        this.path = path;
        if (Files.exists(path)) {
            try {
                List<String> damaged = read();
                if (!damaged.isEmpty()) {
                    forget(damaged.size() + " lines are damaged");
                }
            } catch (IOException e) {
                forget(e.toString());
            }
        }
    }

    /** Returns the lines that say nothing. */
    private List<String> read() throws IOException {
        List<String> lines = Files.readAllLines(path);
        if (lines.isEmpty() || !lines.get(0).equals(LEVEL)) {
            throw new IOException("it does not begin with " + LEVEL);
        }
        List<String> damaged = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            Matcher runs = RUNS.matcher(line);
            Matcher ran = RAN.matcher(line);
            if (runs.matches()) {
                running.put(runs.group(1), new Running(runs.group(3), runs.group(2)));
            } else if (ran.matches()) {
                former.computeIfAbsent(ran.group(1), each -> new ArrayList<>()).add(ran.group(2));
            } else {
                damaged.add(line);
            }
        }
        return damaged;
    }

    private void forget(String why) {
        Path beside = path.resolveSibling(path.getFileName() + ".damaged");
        LOG.warn("{}: {}; what it does not tell is forgotten, and it is kept as {}", path, why, beside.getFileName());
        try {
            Files.copy(path, beside, StandardCopyOption.REPLACE_EXISTING);
            write();
        } catch (IOException e) {
            LOG.warn("{} cannot be kept as {}: {}", path, beside.getFileName(), e.toString());
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
