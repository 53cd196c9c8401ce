package org.posthouse.api.queue;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;

/**
 * What became of one recipient: delivered (2.x.x), deferred (4.x.x, tried again at {@code retryAt} or by the schedule) or failed (5.x.x).
 * Nothing of it is null. The reply is for reports and the queue's list: one line; what another host said is written {@code HOST [ADDRESS]: REPLY}.
 *
 * @param notifies whether who has the mail now will send the notifications that were asked for, RFC 3461 §5.2.1; else we do
 */
public record Outcome(Recipient recipient, Status status, String reply, Optional<Instant> retryAt, boolean notifies) {
    public Outcome {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(reply, "reply");
        Objects.requireNonNull(retryAt, "retryAt");
    }

    public Outcome(Recipient recipient, Status status, String reply, Optional<Instant> retryAt) {
        this(recipient, status, reply, retryAt, false);
    }

    public static Outcome delivered(Recipient recipient, String reply) {
        return new Outcome(recipient, Status.DELIVERED, reply, Optional.empty());
    }

    /**
     * Handed over to another host.
     *
     * @param notifies whether that host was told, and will tell the sender, what he wants to know
     */
    public static Outcome relayed(Recipient recipient, String reply, boolean notifies) {
        return new Outcome(recipient, Status.DELIVERED, reply, Optional.empty(), notifies);
    }

    public static Outcome of(Recipient recipient, MailException failure) {
        return new Outcome(recipient, failure.status(), failure.getMessage(), Optional.empty());
    }
}
