package org.posthouse.api.account;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.posthouse.api.mail.Address;

/**
 * An account to be made. It has a password, or the hash of one ({@code $argon2id$…} as the PHC string format has it), or neither and
 * cannot log in until it gets one.
 */
public record NewAccount(
        Address address,
        String name,
        Optional<char[]> password,
        Optional<String> hash,
        OptionalLong quota,
        Set<String> protocols,
        boolean enabled,
        boolean administrator) {
    public NewAccount {
        protocols = Set.copyOf(protocols);
        password = password.map(char[]::clone);
    }

    /** Forgets the password. */
    public void wipe() {
        password.ifPresent(secret -> Arrays.fill(secret, '\0'));
    }
}
