package org.posthouse.core.accounts;

import java.time.Clock;
import java.time.Duration;
import org.posthouse.api.mail.AccountId;

/**
 * Passwords that were right a short time ago, as digests. The stored hash is part of the digest, so that a changed password makes the
 * old one wrong at once.
 */
final class RightPasswords {
    private final PasswordDigests digests = new PasswordDigests();
    private final Remembered<String, AccountId> right;

    RightPasswords(Clock clock, Duration life) {
        right = new Remembered<>(clock, life, 10_000);
    }

    /** From now on. */
    void life(Duration value) {
        right.life(value);
    }

    boolean knows(AccountId account, byte[] verifier, char[] password) {
        return right.get(digests.of(password, account.value(), verifier))
                .filter(account::equals)
                .isPresent();
    }

    void learn(AccountId account, byte[] verifier, char[] password) {
        right.put(digests.of(password, account.value(), verifier), account, right.generation());
    }
}
