package org.posthouse.core.accounts;

import java.time.Duration;
import java.util.Locale;

/** The settings, checked. */
record AccountsSettings(
        String defaultDomain,
        int hashers,
        int waitingLogins,
        Duration rememberedLogin,
        Duration rememberedAnswer,
        int shortestPassword) {
    static AccountsSettings of(AccountsConfiguration config) {
        return new AccountsSettings(
                config.defaultDomain().strip().toLowerCase(Locale.ROOT),
                Math.max(1, Math.min(64, config.hashers())),
                Math.max(1, config.waitingLogins()),
                Duration.ofSeconds(Math.max(0, config.rememberedLoginSeconds())),
                Duration.ofSeconds(Math.max(0, config.rememberedAnswerSeconds())),
                Math.max(1, config.shortestPassword()));
    }
}
