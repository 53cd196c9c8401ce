package org.posthouse.core.log;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.posthouse.api.log.Detail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is set.
 *
 * @param detail of every service that is not in {@code services}
 */
record LogSettings(Detail detail, Map<String, Detail> services) {
    private static final Logger LOG = LoggerFactory.getLogger(LogSettings.class);

    LogSettings {
        services = Map.copyOf(services);
    }

    /** What means nothing is left out, and said. */
    static LogSettings of(String detail, String... servicesWithDetail) {
        Map<String, Detail> services = new TreeMap<>();
        for (String each : servicesWithDetail) {
            int equals = each.indexOf('=');
            Optional<Detail> its = equals < 1 ? Optional.empty() : Detail.of(each.substring(equals + 1));
            if (its.isPresent()) {
                services.put(each.substring(0, equals).trim(), its.get());
            } else if (!each.isBlank()) {
                LOG.warn("services: '{}' is no SERVICE=low|medium|high: it is left out", each.trim());
            }
        }
        return new LogSettings(general(detail), services);
    }

    private static Detail general(String text) {
        return Detail.of(text).orElseGet(() -> {
            LOG.warn("detail: '{}' is none of low, medium and high: medium is taken", text);
            return Detail.MEDIUM;
        });
    }

    Detail detailOf(String service) {
        return services.getOrDefault(service, detail);
    }
}
