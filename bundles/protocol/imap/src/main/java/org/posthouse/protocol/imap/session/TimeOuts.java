package org.posthouse.protocol.imap.session;

import java.time.Duration;

/**
 * How long a client is waited for.
 *
 * @param login before login, for each command
 * @param idle after login, for each command, and in IDLE; RFC 3501 §5.4 asks for 30 minutes at least
 * @param transfer for each 64 KiB that it sends or reads
 */
public record TimeOuts(Duration login, Duration idle, Duration transfer) {
    public TimeOuts {
        if (!positive(login) || !positive(idle) || !positive(transfer)) {
            throw new IllegalArgumentException("time-outs must be longer than nothing");
        }
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
