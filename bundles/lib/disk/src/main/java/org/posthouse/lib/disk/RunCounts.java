package org.posthouse.lib.disk;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was counted in one run of the server, in a file, for the version that follows within it; another run begins at nothing. What cannot
 * be written or read is no failure: it is counted from nothing then. Never forced. For one thread at a time.
 */
public final class RunCounts {
    private static final Logger LOG = LoggerFactory.getLogger(RunCounts.class);
    private static final String RUN = "run";
    private static final String COUNT = "stage.";

    private final Path file;
    private final String run;

    /** @param run what names this run of the server, such as the framework's UUID */
    public RunCounts(Path file, String run) {
        this.file = file;
        this.run = run;
    }

    public void write(Map<String, Long> counts) {
        Properties properties = new Properties();
        properties.setProperty(RUN, run);
        counts.forEach((name, count) -> properties.setProperty(COUNT + name, count.toString()));
        try {
            Files.createDirectories(file.getParent());
            try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                properties.store(out, null);
            }
        } catch (IOException e) {
            LOG.debug("{} is not kept: {}", file, e.toString());
        }
    }

    /** What was written in this run; empty if nothing was, or it cannot be read. */
    public Optional<Map<String, Long>> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("{} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
        return run.equals(properties.getProperty(RUN)) ? Optional.of(counts(properties)) : Optional.empty();
    }

    /** The same; whoever takes them has them alone. */
    public Map<String, Long> take() {
        Map<String, Long> counts = read().orElse(Map.of());
        try {
            Files.deleteIfExists(file);
            return counts;
        } catch (IOException e) {
            LOG.debug("{} cannot be taken over: {}", file, e.toString());
            return Map.of();
        }
    }

    private static Map<String, Long> counts(Properties properties) {
        Map<String, Long> counts = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            String count = properties.getProperty(name);
            if (name.startsWith(COUNT) && count.matches("[0-9]{1,18}")) {
                counts.put(name.substring(COUNT.length()), Long.parseLong(count));
            }
        }
        return counts;
    }
}
