package org.posthouse.console.web;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console's settings, within their ranges.
 *
 * @param hosts names by which it may be asked for, in lower case
 * @param upload octets of the largest
 */
record WebSettings(Set<String> hosts, String tlsBind, int tlsPort, Duration idle, Duration lifetime, long upload) {
    private static final Logger LOG = LoggerFactory.getLogger(WebSettings.class);

    WebSettings {
        hosts = Set.copyOf(hosts);
    }

    /** What a hand has put out of its range is brought into it: the rest of the settings is in force all the same. */
    static WebSettings of(WebConfiguration configuration, int portOffset) {
        return new WebSettings(
                Stream.of(configuration.hosts())
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .filter(host -> !host.isEmpty())
                        .collect(Collectors.toSet()),
                configuration.tlsBind().strip(),
                within("tlsPort", configuration.tlsPort(), 65_535 - portOffset) + portOffset,
                Duration.ofMinutes(within("idleMinutes", configuration.idleMinutes(), 1_440)),
                Duration.ofHours(within("lifetimeHours", configuration.lifetimeHours(), 168)),
                (long) within("uploadMebibytes", configuration.uploadMebibytes(), 1_024) << 20);
    }

    private static int within(String setting, int value, int most) {
        int within = Math.max(1, Math.min(most, value));
        if (within != value) {
            LOG.warn("{} must be 1 to {}, not {}: {} is taken", setting, most, value, within);
        }
        return within;
    }
}
