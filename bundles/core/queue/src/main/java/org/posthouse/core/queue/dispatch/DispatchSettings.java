package org.posthouse.core.queue.dispatch;

import java.time.Duration;

/**
 * How mail is sent on its way.
 *
 * @param deliveries how many at a time
 * @param perDestination how many of these to one account or domain
 * @param localDeadline how long a delivery to accounts of ours may take
 * @param otherDeadline how long any other may take
 * @param hostName how this server calls itself in reports
 */
public record DispatchSettings(
        int deliveries,
        int perDestination,
        Duration localDeadline,
        Duration otherDeadline,
        Schedule schedule,
        String hostName) {
    public DispatchSettings {
        if (deliveries < 1 || deliveries > 256 || perDestination < 1) {
            throw new IllegalArgumentException("deliveries must be 1 to 256, and 1 at least per destination");
        }
        if (hostName.isEmpty()) {
            throw new IllegalArgumentException("a server has a name");
        }
    }

    Duration deadline(String transport) {
        return transport.equals(End.LOCAL) ? localDeadline : otherDeadline;
    }
}
