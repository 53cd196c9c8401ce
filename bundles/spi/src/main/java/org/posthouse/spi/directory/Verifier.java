package org.posthouse.spi.directory;

/** Names of verifiers that directories keep. */
public final class Verifier {
    /** Argon2id in the PHC string format, as UTF-8. */
    public static final String ARGON2ID = "argon2id";

    /** {@code iterations,base64 salt,base64 StoredKey,base64 ServerKey}, RFC 5802 §3, as UTF-8. */
    public static final String SCRAM_SHA_1 = "scram-sha-1";

    /** As {@link #SCRAM_SHA_1}, RFC 7677. */
    public static final String SCRAM_SHA_256 = "scram-sha-256";

    private Verifier() {}
}
