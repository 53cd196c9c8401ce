package org.posthouse.core.accounts;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.posthouse.api.mail.AccountId;

/**
 * Passwords that were right a short time ago, as keyed digests under a key that never leaves this process. The stored hash is part of
 * the digest, so that a changed password makes the old one wrong at once.
 */
final class RightPasswords {
    private final SecretKeySpec key;
    private final Remembered<String, AccountId> right;

    RightPasswords(Clock clock, Duration life) {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, "HmacSHA256");
        right = new Remembered<>(clock, life, 10_000);
    }

    /** From now on. */
    void life(Duration value) {
        right.life(value);
    }

    boolean knows(AccountId account, byte[] verifier, char[] password) {
        return right.get(digest(account, verifier, password))
                .filter(account::equals)
                .isPresent();
    }

    void learn(AccountId account, byte[] verifier, char[] password) {
        right.put(digest(account, verifier, password), account, right.generation());
    }

    private String digest(AccountId account, byte[] verifier, char[] password) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] octets = new byte[encoded.remaining()];
        encoded.get(octets);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(account.value().getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            mac.update(verifier);
            mac.update((byte) 0);
            mac.update(octets);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
