package org.posthouse.core.pipeline;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.posthouse.lib.guard.GuardLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings, checked. */
record PipelineSettings(
        String hostName,
        double rejectAt,
        GuardLimits guard,
        MissedRules missed,
        List<String> filterOrder,
        Duration grace,
        int maxRecipients,
        int maxHops,
        int maxHeaderOctets,
        int maxHeaderFields,
        int maxTransactions,
        boolean ownReversePath,
        boolean ownFrom) {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineSettings.class);

    /** @param machine the name of a server that has been given none */
    static PipelineSettings of(PipelineConfiguration config, String machine) {
        String configured = config.hostName().strip();
        return new PipelineSettings(
                configured.isEmpty() ? machine : configured,
                points(config.rejectAt()),
                guard(config),
                MissedRules.of(config.whenAway(), config.whenFailing()),
                Arrays.stream(config.filterOrder())
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                Duration.ofMillis(within("absenceGraceMillis", config.absenceGraceMillis(), 0, 60_000)),
                within("maxRecipients", config.maxRecipients(), 100, 100_000),
                within("maxHops", config.maxHops(), 10, 1000),
                within("maxHeaderOctets", config.maxHeaderOctets(), 65_536, 16 * 1024 * 1024),
                within("maxHeaderFields", config.maxHeaderFields(), 100, 1_000_000),
                within("maxTransactions", config.maxTransactions(), 10, 1_000_000),
                config.ownReversePath(),
                config.ownFrom());
    }

    private static GuardLimits guard(PipelineConfiguration config) {
        int threads = within("filterThreads", config.filterThreads(), 1, 1000);
        int wait = within("breakerWaitSeconds", config.breakerWaitSeconds(), 1, 3600);
        GuardLimits limits = new GuardLimits(
                Duration.ofSeconds(within("filterDeadlineSeconds", config.filterDeadlineSeconds(), 1, 600)),
                Duration.ofMillis(within("filterSlowMillis", config.filterSlowMillis(), 10, 600_000)),
                Math.min(GuardLimits.FEW, threads),
                threads,
                within("breakerFailures", config.breakerFailures(), 1, GuardLimits.MOST_FAILURES),
                Duration.ofSeconds(wait),
                Duration.ofSeconds(Math.max(
                        wait, within("breakerLongestWaitSeconds", config.breakerLongestWaitSeconds(), 1, 86_400))));
        // Mail that finds no place passes without being judged.
        return limits.patient();
    }

    Duration deadline() {
        return guard.deadline();
    }

    /** What a hand has put out of its range is brought into it: the rest of the settings is in force all the same. */
    private static int within(String setting, int value, int least, int most) {
        int within = Math.max(least, Math.min(most, value));
        if (within != value) {
            LOG.warn("{} must be {} to {}, not {}: {} is taken", setting, least, most, value, within);
        }
        return within;
    }

    private static double points(double value) {
        double points = Double.isFinite(value) ? Math.max(0, Math.min(1_000_000, value)) : 0;
        if (points != value) {
            LOG.warn("rejectAt must be 0 to 1000000, not {}: {} is taken", value, points);
        }
        return points;
    }
}
