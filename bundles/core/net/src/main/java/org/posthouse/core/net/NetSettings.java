package org.posthouse.core.net;

import java.time.Duration;

/**
 * Limits and time-outs of all doors.
 *
 * @param workers threads that conversations run on
 * @param connections how many there may be in all
 * @param memory octets that contents on their way in may hold in memory
 * @param handshake how long a TLS handshake may take
 * @param write how long a client may take to read 64 KiB
 * @param seat how long a connection waits for its protocol to come back
 * @param drain how long transactions under way may take when the server stops
 * @param linger how long the server waits for a client to close after the last word
 */
record NetSettings(
        int workers,
        int connections,
        long memory,
        Duration handshake,
        Duration write,
        Duration seat,
        Duration drain,
        Duration linger) {
    NetSettings {
        if (workers < 1 || workers > 1024) {
            throw new IllegalArgumentException("workers must be 1 to 1024: " + workers);
        }
        if (connections < 1 || memory < 0) {
            throw new IllegalArgumentException("connections and memory must not be negative");
        }
        for (Duration duration : new Duration[] {handshake, write, seat, drain, linger}) {
            if (duration.isNegative() || duration.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("time-outs must be between 0 and a day: " + duration);
            }
        }
    }

    static NetSettings of(NetConfiguration configuration) {
        return new NetSettings(
                configuration.workers(),
                configuration.maxConnections(),
                configuration.memoryBudget(),
                Duration.ofSeconds(configuration.handshakeSeconds()),
                Duration.ofSeconds(configuration.writeSeconds()),
                Duration.ofMillis(configuration.seatMillis()),
                Duration.ofSeconds(configuration.drainSeconds()),
                Duration.ofMillis(configuration.lingerMillis()));
    }
}
