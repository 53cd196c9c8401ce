package org.posthouse.core.accounts;

import java.time.Duration;
import java.util.Locale;
import org.posthouse.lib.guard.GuardLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings, checked. */
record AccountsSettings(
        String defaultDomain,
        int hashers,
        int waitingLogins,
        Duration rememberedLogin,
        Duration rememberedAnswer,
        Duration rememberedWhileAway,
        GuardLimits directory,
        int shortestPassword,
        int failedLogins,
        Duration longestLoginWait,
        boolean loopbackWaits) {
    private static final Logger LOG = LoggerFactory.getLogger(AccountsSettings.class);

    static AccountsSettings of(AccountsConfiguration config) {
        return new AccountsSettings(
                config.defaultDomain().strip().toLowerCase(Locale.ROOT),
                within("hashers", config.hashers(), 1, 64),
                within("waitingLogins", config.waitingLogins(), 1, 10_000),
                Duration.ofSeconds(within("rememberedLoginSeconds", config.rememberedLoginSeconds(), 0, 86_400)),
                Duration.ofSeconds(within("rememberedAnswerSeconds", config.rememberedAnswerSeconds(), 0, 86_400)),
                Duration.ofSeconds(
                        within("rememberedWhileAwaySeconds", config.rememberedWhileAwaySeconds(), 0, 86_400)),
                directory(
                        Duration.ofSeconds(
                                within("directoryDeadlineSeconds", config.directoryDeadlineSeconds(), 1, 120)),
                        within("directoryThreads", config.directoryThreads(), 1, 1000)),
                within("shortestPassword", config.shortestPassword(), 1, 128),
                within("failedLogins", config.failedLogins(), 0, 1000),
                Duration.ofSeconds(within("longestLoginWaitSeconds", config.longestLoginWaitSeconds(), 1, 86_400)),
                true);
    }

    /** As they are in a demo: {@code admin} is enough of a name, and this machine may guess. */
    AccountsSettings inDemo() {
        return new AccountsSettings(
                defaultDomain.isEmpty() ? DemoAccounts.DOMAIN : defaultDomain,
                hashers,
                waitingLogins,
                rememberedLogin,
                rememberedAnswer,
                rememberedWhileAway,
                directory,
                shortestPassword,
                failedLogins,
                longestLoginWait,
                false);
    }

    /** Five failures in a row open the breaker of a directory, for five seconds at first and a minute at most. */
    static GuardLimits directory(Duration deadline, int threads) {
        return new GuardLimits(
                deadline,
                deadline.dividedBy(2),
                Math.min(GuardLimits.FEW, threads),
                threads,
                5,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1));
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
