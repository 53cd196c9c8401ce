package org.posthouse.core.accounts;

import java.security.SecureRandom;
import org.posthouse.api.mail.AccountId;

/** New ids: 100 random bits in letters and digits. */
final class AccountIds {
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 20;

    private final SecureRandom random = new SecureRandom();

    AccountId next() {
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new AccountId(id.toString());
    }
}
