package org.posthouse.delivery.smtp.talk;

import java.time.Duration;

/**
 * How sessions are kept for the next mail.
 *
 * @param sessions so many wait at once
 * @param time how long
 * @param mails so many each may carry
 */
public record Keeping(int sessions, Duration time, int mails) {
    public Keeping {
        if (sessions < 0 || mails < 1 || time.isNegative()) {
            throw new IllegalArgumentException("sessions are kept for a time, and carry a mail at least");
        }
    }
}
