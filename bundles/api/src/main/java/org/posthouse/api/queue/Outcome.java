package org.posthouse.api.queue;

import java.time.Instant;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;

/**
 * What became of one recipient: delivered (2.x.x), deferred (4.x.x, tried again at {@code retryAt} or by the schedule) or failed (5.x.x).
 * The reply is for reports and the queue's list: one line.
 */
public record Outcome(Recipient recipient, Status status, String reply, Optional<Instant> retryAt) {
    public static Outcome delivered(Recipient recipient, String reply) {
        return new Outcome(recipient, Status.DELIVERED, reply, Optional.empty());
    }

    public static Outcome of(Recipient recipient, MailException failure) {
        return new Outcome(recipient, failure.status(), failure.getMessage(), Optional.empty());
    }
}
