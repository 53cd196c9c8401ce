package org.posthouse.core.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The settings, checked. */
record PipelineSettings(
        String hostName,
        double rejectAt,
        Duration deadline,
        Duration grace,
        int filterThreads,
        int maxRecipients,
        int maxHops,
        int maxHeaderOctets,
        int maxHeaderFields,
        int maxTransactions,
        boolean ownReversePath,
        boolean ownFrom) {
    static PipelineSettings of(PipelineConfiguration config) {
        return new PipelineSettings(
                hostName(config.hostName().strip()),
                Double.isFinite(config.rejectAt()) ? Math.max(0, config.rejectAt()) : 0,
                Duration.ofSeconds(within(config.filterDeadlineSeconds(), 1, 600)),
                Duration.ofMillis(within(config.absenceGraceMillis(), 0, 60_000)),
                within(config.filterThreads(), 1, 1000),
                within(config.maxRecipients(), 100, 100_000),
                within(config.maxHops(), 10, 1000),
                within(config.maxHeaderOctets(), 65_536, 16 * 1024 * 1024),
                within(config.maxHeaderFields(), 100, 1_000_000),
                within(config.maxTransactions(), 10, 1_000_000),
                config.ownReversePath(),
                config.ownFrom());
    }

    private static int within(int value, int least, int most) {
        return Math.max(least, Math.min(most, value));
    }

    /** The configured name, or the machine's as it calls itself: DNS is not asked. */
    private static String hostName(String configured) {
        if (!configured.isEmpty()) {
            return configured;
        }
        try {
            String name = Files.readString(Path.of("/etc/hostname")).strip();
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException e) {
            return "localhost";
        }
    }
}
