package org.posthouse.core.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How DNS is asked.
 *
 * @param servers none: those of the system
 * @param timeout for each question to each server
 * @param retries rounds over all servers after the first
 */
record DnsSettings(
        List<InetSocketAddress> servers,
        Duration timeout,
        int retries,
        boolean tcpFallback,
        int cacheSize,
        Duration minimumTtl,
        Duration maximumTtl,
        Trust trust) {
    private static final Logger LOG = LoggerFactory.getLogger(DnsSettings.class);

    /** Whose AD bit counts, RFC 4035 §3.2.3. */
    enum Trust {
        NONE,
        LOOPBACK,
        ALL;

        boolean in(InetSocketAddress server) {
            return this == ALL || (this == LOOPBACK && server.getAddress().isLoopbackAddress());
        }
    }

    DnsSettings {
        servers = List.copyOf(servers);
        if (timeout.isNegative() || timeout.isZero() || retries < 0 || cacheSize < 0) {
            throw new IllegalArgumentException("time-out, retries and cache of DNS must be sensible");
        }
    }

    static DnsSettings of(DnsConfiguration from) {
        return new DnsSettings(
                Arrays.stream(from.servers())
                        .filter(server -> !server.isBlank())
                        .map(Servers::parse)
                        .toList(),
                Duration.ofMillis(within("timeoutMillis", from.timeoutMillis(), 50, 60_000)),
                within("retries", from.retries(), 0, 10),
                from.tcpFallback(),
                within("cacheSize", from.cacheSize(), 0, 1_000_000),
                Duration.ofSeconds(within("minimumTtlSeconds", from.minimumTtlSeconds(), 0, 3600)),
                Duration.ofSeconds(within("maximumTtlSeconds", from.maximumTtlSeconds(), 0, 604_800)),
                Trust.valueOf(from.trustAd().strip().toUpperCase(Locale.ROOT)));
    }

    /** What a hand has put out of its range is brought into it: the rest of the settings is in force all the same. */
    private static int within(String setting, int value, int least, int most) {
        int within = Math.max(least, Math.min(most, value));
        if (within != value) {
            LOG.warn("{} must be {} to {}, not {}: {} is taken", setting, least, most, value, within);
        }
        return within;
    }
}
