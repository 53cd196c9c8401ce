package org.posthouse.console.overview;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What samples have told of what was counted in this run of the server. Kept in a file: whoever takes the next sample, also the next
 * version, tells only what has come since, and nothing is told twice or by nobody. Not safe for threads.
 */
final class Counted {
    private static final Logger LOG = LoggerFactory.getLogger(Counted.class);
    private static final String RUN = "run";
    private static final String STAGE = "stage.";

    private final Path file;
    private final String run;
    private Map<String, Long> known = Map.of();

    /** @param run what names this run of the server */
    Counted(Path file, String run) {
        this.file = file;
        this.run = run;
    }

    /** What has come since it was asked last. */
    Map<String, Long> since(Map<String, Long> totals) {
        read();
        Map<String, Long> events = new HashMap<>();
        totals.forEach((stage, count) -> {
            long last = known.getOrDefault(stage, 0L);
            // Less than before: it counts anew.
            events.put(stage, count >= last ? count - last : count);
        });
        known = Map.copyOf(totals);
        write();
        return events;
    }

    private void read() {
        if (!Files.exists(file)) {
            return;
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("what was counted cannot be read: {}", e.toString());
            return;
        }
        if (run.equals(properties.getProperty(RUN))) {
            Map<String, Long> counts = new HashMap<>();
            for (String name : properties.stringPropertyNames()) {
                String count = properties.getProperty(name);
                if (name.startsWith(STAGE) && count.matches("[0-9]{1,18}")) {
                    counts.put(name.substring(STAGE.length()), Long.parseLong(count));
                }
            }
            known = counts;
        }
    }

    private void write() {
        Properties properties = new Properties();
        properties.setProperty(RUN, run);
        known.forEach((stage, count) -> properties.setProperty(STAGE + stage, count.toString()));
        try {
            Files.createDirectories(file.getParent());
            try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
                properties.store(out, null);
            }
        } catch (IOException e) {
            LOG.debug("what was counted is kept in memory only: {}", e.toString());
        }
    }
}
