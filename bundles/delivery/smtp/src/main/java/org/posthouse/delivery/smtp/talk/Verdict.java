package org.posthouse.delivery.smtp.talk;

import java.time.Duration;
import java.util.Optional;
import org.posthouse.api.mail.Status;

/**
 * What became of a recipient, in one line that says who said so.
 *
 * @param after when to try again, if that is known better here than by the queue's schedule
 * @param notifies whether who has it now was told what its sender wants to know, RFC 3461 §5.2.1
 */
public record Verdict(Status status, String text, Optional<Duration> after, boolean notifies) {
    static Verdict of(Status status, String text) {
        return new Verdict(status, text, Optional.empty(), false);
    }
}
