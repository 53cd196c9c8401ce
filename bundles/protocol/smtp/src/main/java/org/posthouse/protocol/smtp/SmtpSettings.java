package org.posthouse.protocol.smtp;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings, checked. Sizes in octets. */
record SmtpSettings(
        String hostName,
        long maxMessageSize,
        int maxLine,
        Duration commandPatience,
        Duration dataPatience,
        Duration loginPatience,
        Duration mailPatience,
        int maxIdleCommands,
        int maxBadCommands,
        int maxRefusedRecipients,
        int maxFailedLogins,
        boolean loginOnMx) {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpSettings.class);

    SmtpSettings {
        if (hostName.isEmpty() || hostName.length() > 255 || !hostName.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("hostName is no host name");
        }
        atLeastOne("maxMessageSize", maxMessageSize);
        atLeastOne("maxLine", maxLine);
        atLeastOne("commandSeconds", commandPatience.toSeconds());
        atLeastOne("dataSeconds", dataPatience.toSeconds());
        atLeastOne("loginSeconds", loginPatience.toSeconds());
        atLeastOne("mailSeconds", mailPatience.toSeconds());
        atLeastOne("maxIdleCommands", maxIdleCommands);
        atLeastOne("maxBadCommands", maxBadCommands);
        atLeastOne("maxRefusedRecipients", maxRefusedRecipients);
        atLeastOne("maxFailedLogins", maxFailedLogins);
    }

    /** @param machineName the name where none is configured */
    static SmtpSettings of(SmtpConfiguration configuration, String machineName) {
        return new SmtpSettings(
                configuration.hostName().isBlank()
                        ? machineName
                        : configuration.hostName().strip(),
                within("maxMessageSize", configuration.maxMessageSize(), 65_536, 4_294_967_295L),
                within("maxLine", configuration.maxLine(), 998, 1_048_576),
                Duration.ofSeconds(within("commandSeconds", configuration.commandSeconds(), 1, 3600)),
                Duration.ofSeconds(within("dataSeconds", configuration.dataSeconds(), 1, 3600)),
                Duration.ofSeconds(within("loginSeconds", configuration.loginSeconds(), 1, 3600)),
                Duration.ofSeconds(within("mailSeconds", configuration.mailSeconds(), 1, 86_400)),
                within("maxIdleCommands", configuration.maxIdleCommands(), 10, 100_000),
                within("maxBadCommands", configuration.maxBadCommands(), 1, 1000),
                within("maxRefusedRecipients", configuration.maxRefusedRecipients(), 1, 100_000),
                within("maxFailedLogins", configuration.maxFailedLogins(), 1, 100),
                configuration.loginOnMx());
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1");
        }
    }

    /** What a hand has put out of its range is brought into it: the rest of the settings is in force all the same. */
    private static long within(String setting, long value, long least, long most) {
        long within = Math.max(least, Math.min(most, value));
        if (within != value) {
            LOG.warn("{} must be {} to {}, not {}: {} is taken", setting, least, most, value, within);
        }
        return within;
    }

    private static int within(String setting, int value, int least, int most) {
        return (int) within(setting, (long) value, least, most);
    }
}
