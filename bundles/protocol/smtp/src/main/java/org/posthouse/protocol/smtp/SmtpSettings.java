package org.posthouse.protocol.smtp;

import java.time.Duration;

/** The settings, checked. Sizes in octets. */
record SmtpSettings(
        String hostName,
        long maxMessageSize,
        int maxLine,
        Duration commandPatience,
        Duration dataPatience,
        Duration loginPatience,
        int maxBadCommands,
        int maxRefusedRecipients,
        int maxFailedLogins,
        boolean loginOnMx) {
    SmtpSettings {
        if (hostName.isEmpty() || hostName.length() > 255 || !hostName.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("hostName is no host name");
        }
        atLeastOne("maxMessageSize", maxMessageSize);
        atLeastOne("maxLine", maxLine);
        atLeastOne("commandSeconds", commandPatience.toSeconds());
        atLeastOne("dataSeconds", dataPatience.toSeconds());
        atLeastOne("loginSeconds", loginPatience.toSeconds());
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
                configuration.maxMessageSize(),
                configuration.maxLine(),
                Duration.ofSeconds(configuration.commandSeconds()),
                Duration.ofSeconds(configuration.dataSeconds()),
                Duration.ofSeconds(configuration.loginSeconds()),
                configuration.maxBadCommands(),
                configuration.maxRefusedRecipients(),
                configuration.maxFailedLogins(),
                configuration.loginOnMx());
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1");
        }
    }
}
