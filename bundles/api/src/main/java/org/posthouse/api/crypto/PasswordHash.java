package org.posthouse.api.crypto;

import org.osgi.annotation.versioning.ProviderType;

/** Argon2id, RFC 9106. Blocks for about the time a hash takes; callers bound how many run at once. */
@ProviderType
public interface PasswordHash {
    /** A new hash with a random salt, in the PHC string format, {@code $argon2id$v=19$m=…}. */
    String hash(char[] password);

    /** Whether the password belongs to the hash; false also for a hash that cannot be read. */
    boolean matches(String hash, char[] password);
}
