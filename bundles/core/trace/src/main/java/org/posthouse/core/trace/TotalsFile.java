package org.posthouse.core.trace;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was counted, for the trace that follows within the same run of the server; another run begins at nothing. */
final class TotalsFile {
    private static final Logger LOG = LoggerFactory.getLogger(TotalsFile.class);
    private static final String RUN = "run";
    private static final String STAGE = "stage.";

    private final Path file;
    private final String run;

    /** @param run what names this run of the server */
    TotalsFile(Path folder, String run) {
        this.file = folder.resolve("totals");
        this.run = run;
    }

    void write(Map<String, Long> totals) {
        Properties properties = new Properties();
        properties.setProperty(RUN, run);
        totals.forEach((stage, count) -> properties.setProperty(STAGE + stage, count.toString()));
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(out, null);
        } catch (IOException e) {
            LOG.debug("totals are not kept: {}", e.toString());
        }
    }

    /** Whoever takes them has them alone. Nothing if there are none, or of another run. */
    Map<String, Long> take() {
        if (!Files.exists(file)) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
            Files.delete(file);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("totals cannot be taken over: {}", e.toString());
            return Map.of();
        }
        if (!run.equals(properties.getProperty(RUN))) {
            return Map.of();
        }
        Map<String, Long> totals = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            String count = properties.getProperty(name);
            if (name.startsWith(STAGE) && count.matches("[0-9]{1,18}")) {
                totals.put(name.substring(STAGE.length()), Long.parseLong(count));
            }
        }
        return totals;
    }
}
