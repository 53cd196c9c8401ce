package org.posthouse.core.queue.report;

import java.time.Instant;
import java.util.Optional;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;

/**
 * What a notification tells of one recipient.
 *
 * @param reply what was said last, one line
 * @param until when it will be given up, if it is tried on
 */
public record Told(Recipient recipient, Action action, Status status, String reply, Optional<Instant> until) {
    /** Before what was said last, where that is why it is not tried on. */
    public static final String GIVEN_UP = "given up; last: ";

    /** One that is not tried on. */
    public static Told of(Recipient recipient, Action action, Status status, String reply) {
        return new Told(recipient, action, status, reply, Optional.empty());
    }
}
