package org.posthouse.protocol.imap.session;

import java.time.Duration;

/** How the protocol is set up. */
public record ImapSettings(
        String greeting,
        Duration loginPatience,
        Duration idlePatience,
        Duration transferPatience,
        long appendLimit,
        int commandLimit,
        int badCommands,
        int failedLogins) {
    /** Longest line of a command in octets. */
    public static final int MAX_LINE = 64 * 1024;
    /** Most octets of a command before login. */
    public static final int MAX_STRANGER_COMMAND = 64 * 1024;
    /** Largest literal before login. */
    public static final int MAX_STRANGER_LITERAL = 8 * 1024;

    /** As nobody has changed anything. */
    public static final ImapSettings DEFAULT = new ImapSettings(
            "Posthouse",
            Duration.ofMinutes(3),
            Duration.ofMinutes(30),
            Duration.ofMinutes(5),
            64L << 20,
            256 * 1024,
            20,
            5);

    public ImapSettings {
        if (greeting.isBlank() || !greeting.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != ']')) {
            throw new IllegalArgumentException("the greeting must be printable ASCII");
        }
        if (!positive(loginPatience) || !positive(idlePatience) || !positive(transferPatience)) {
            throw new IllegalArgumentException("time-outs must be longer than nothing");
        }
        if (appendLimit < 1 || appendLimit > 0xFFFF_FFFFL || commandLimit < MAX_LINE) {
            throw new IllegalArgumentException("limits must be at least " + MAX_LINE + " octets, and at most 4 GiB");
        }
        if (badCommands < 1 || failedLogins < 1) {
            throw new IllegalArgumentException("at least one mistake must be allowed");
        }
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
