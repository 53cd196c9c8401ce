package org.posthouse.core.queue.dispatch;

import java.time.Duration;
import org.posthouse.api.mail.Address;

/**
 * How mail is sent on its way.
 *
 * @param deliveries how many at a time to accounts of ours
 * @param remoteDeliveries how many at a time to elsewhere
 * @param perDestination how many of these to one account or domain
 * @param localDeadline how long a delivery to accounts of ours may take
 * @param otherDeadline how long any other may take
 * @param patience how long an administrator's command waits for deliveries under way
 * @param delayAfter how old a mail is when its sender is told that it takes longer; zero: he is not told
 * @param mostReturned octets: a larger message goes back by its header alone
 * @param postmaster who is told of failures when there is no sender
 * @param hostName how this server calls itself in reports
 */
public record DispatchSettings(
        int deliveries,
        int remoteDeliveries,
        int perDestination,
        Duration localDeadline,
        Duration otherDeadline,
        Duration patience,
        Schedule schedule,
        Duration delayAfter,
        long mostReturned,
        Address postmaster,
        String hostName) {
    public DispatchSettings {
        if (deliveries < 1 || remoteDeliveries < 1 || perDestination < 1) {
            throw new IllegalArgumentException("without deliveries nothing is delivered");
        }
        if (hostName.isEmpty()) {
            throw new IllegalArgumentException("a server has a name");
        }
    }

    /** Threads that deliver. */
    int workers() {
        return deliveries + remoteDeliveries;
    }

    /** So many deliveries by one transport at a time: from the queue, and while senders wait. */
    int most(String transport) {
        return deliveries + (transport.equals(End.LOCAL) ? deliveries : remoteDeliveries);
    }

    Duration deadline(String transport) {
        return transport.equals(End.LOCAL) ? localDeadline : otherDeadline;
    }
}
