package org.posthouse.protocol.pop3;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the protocol is set up. */
record Pop3Settings(
        String greeting,
        Duration loginPatience,
        Duration autologout,
        Duration transferPatience,
        int badCommands,
        int failedLogins) {
    private static final Logger LOG = LoggerFactory.getLogger(Pop3Settings.class);

    Pop3Settings {
        if (greeting.isBlank() || !greeting.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '<')) {
            // What looks like a message id would promise APOP, RFC 1939 §7.
            throw new IllegalArgumentException("the greeting must be printable ASCII without <");
        }
        if (!positive(loginPatience) || !positive(autologout) || !positive(transferPatience)) {
            throw new IllegalArgumentException("time-outs must be longer than nothing");
        }
        if (badCommands < 1 || failedLogins < 1) {
            throw new IllegalArgumentException("at least one mistake must be allowed");
        }
    }

    static Pop3Settings of(Pop3Configuration configuration) {
        return new Pop3Settings(
                configuration.greeting(),
                Duration.ofSeconds(within("loginSeconds", configuration.loginSeconds(), 10, 3600)),
                Duration.ofMinutes(within("autologoutMinutes", configuration.autologoutMinutes(), 1, 1440)),
                Duration.ofSeconds(within("transferSeconds", configuration.transferSeconds(), 10, 3600)),
                within("badCommands", configuration.badCommands(), 1, 1000),
                within("failedLogins", configuration.failedLogins(), 1, 100));
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    /** What a hand has put out of its range is brought into it: the rest of the settings is in force all the same. */
    private static int within(String setting, int value, int least, int most) {
        int within = Math.max(least, Math.min(most, value));
        if (within != value) {
            LOG.warn("{} must be {} to {}, not {}: {} is taken", setting, least, most, value, within);
        }
        return within;
    }
}
