package org.posthouse.core.net;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits and time-outs of all doors.
 *
 * @param workers threads that conversations run on
 * @param connections how many there may be in all
 * @param handshakes how many TLS handshakes there may be at once
 * @param compressions how many connections may be compressed at once
 * @param handshake how long a TLS handshake may take
 * @param write how long a client may take to read 64 KiB
 * @param seat how long a connection waits for its protocol to come back
 * @param drain how long transactions under way may take when the server stops
 * @param linger how long the server waits for a client to close after the last word
 */
record NetSettings(
        int workers,
        int connections,
        int handshakes,
        int compressions,
        Budgets budgets,
        Duration handshake,
        Duration write,
        Duration seat,
        Duration drain,
        Duration linger) {
    private static final Logger LOG = LoggerFactory.getLogger(NetSettings.class);

    NetSettings {
        if (workers < 1 || workers > 1024) {
            throw new IllegalArgumentException("workers must be 1 to 1024: " + workers);
        }
        if (connections < 1 || handshakes < 1 || compressions < 0) {
            throw new IllegalArgumentException("limits of connections must be positive");
        }
        for (Duration duration : new Duration[] {handshake, write, seat, drain, linger}) {
            if (duration.isNegative() || duration.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("time-outs must be between 0 and a day: " + duration);
            }
        }
    }

    static NetSettings of(NetConfiguration configuration) {
        return new NetSettings(
                within("workers", configuration.workers(), 1, 1024),
                within("maxConnections", configuration.maxConnections(), 1, 1_000_000),
                within("maxHandshakes", configuration.maxHandshakes(), 1, 1_000_000),
                within("maxCompressed", configuration.maxCompressed(), 0, 1_000_000),
                new Budgets(
                        within("memoryBudget", configuration.memoryBudget(), 0, 68_719_476_736L),
                        within("inboxBudget", configuration.inboxBudget(), 1_048_576, 68_719_476_736L),
                        within("outboxBudget", configuration.outboxBudget(), 1_048_576, 68_719_476_736L)),
                Duration.ofSeconds(within("handshakeSeconds", configuration.handshakeSeconds(), 1, 3600)),
                Duration.ofSeconds(within("writeSeconds", configuration.writeSeconds(), 1, 3600)),
                Duration.ofMillis(within("seatMillis", configuration.seatMillis(), 0, 60_000)),
                Duration.ofSeconds(within("drainSeconds", configuration.drainSeconds(), 0, 600)),
                Duration.ofMillis(within("lingerMillis", configuration.lingerMillis(), 0, 60_000)));
    }

    /** What a hand has put out of its range is brought into it: the rest of the settings is in force all the same. */
    private static long within(String setting, long value, long least, long most) {
        long within = Math.max(least, Math.min(most, value));
        if (within != value) {
            LOG.warn("{} must be {} to {}, not {}: {} is taken", setting, least, most, value, within);
        }
        return within;
    }

    private static int within(String setting, int value, int least, int most) {
        return (int) within(setting, (long) value, least, most);
    }
}
