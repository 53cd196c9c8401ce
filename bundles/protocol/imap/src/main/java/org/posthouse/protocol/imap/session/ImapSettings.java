package org.posthouse.protocol.imap.session;

import java.time.Duration;

/** How the protocol is set up. */
public record ImapSettings(String greeting, TimeOuts timeOuts, Limits limits) {
    /** As nobody has changed anything. */
    public static final ImapSettings DEFAULT = new ImapSettings(
            "Posthouse",
            new TimeOuts(Duration.ofMinutes(3), Duration.ofMinutes(30), Duration.ofMinutes(5)),
            new Limits(64L << 20, 64 << 10, 256 << 10, 64 << 10, 8 << 10, 20_000, 1_000, 20, 5));

    public ImapSettings {
        if (greeting.isBlank() || !greeting.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != ']')) {
            throw new IllegalArgumentException("the greeting must be printable ASCII");
        }
    }
}
