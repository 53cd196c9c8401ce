package org.posthouse.core.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.posthouse.api.crypto.PasswordHash;
import org.posthouse.spi.directory.Verifier;

/**
 * What is kept of a password when it is set: its Argon2id hash and its SCRAM keys (RFC 5802 §3), so that SCRAM can be switched on later
 * without anybody having to set a password again.
 */
final class Verifiers {
    private static final int ITERATIONS = 4096;
    private static final int SALT = 16;

    private final PasswordHash hash;
    private final SecureRandom random = new SecureRandom();

    Verifiers(PasswordHash hash) {
        this.hash = hash;
    }

    Map<String, byte[]> of(char[] password) {
        char[] normalized = normalize(password);
        return Map.of(
                Verifier.ARGON2ID, hash.hash(normalized).getBytes(StandardCharsets.UTF_8),
                Verifier.SCRAM_SHA_1, scram("SHA-1", "SHA1", 160, normalized, salt()),
                Verifier.SCRAM_SHA_256, scram("SHA-256", "SHA256", 256, normalized, salt()));
    }

    /** Of a hash made elsewhere: there is nothing to make SCRAM keys of. */
    static Map<String, byte[]> ofHash(String hash) {
        return Map.of(Verifier.ARGON2ID, hash.getBytes(StandardCharsets.UTF_8));
    }

    /** As SASLprep does it, RFC 4013 §2.2: the same password typed on another keyboard is the same. */
    static char[] normalize(char[] password) {
        return Normalizer.normalize(java.nio.CharBuffer.wrap(password), Normalizer.Form.NFKC)
                .toCharArray();
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return salt;
    }

    static byte[] scram(String digest, String mac, int bits, char[] password, byte[] salt) {
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmac" + mac)
                    .generateSecret(new PBEKeySpec(password, salt, ITERATIONS, bits))
                    .getEncoded();
            byte[] stored = MessageDigest.getInstance(digest).digest(hmac(mac, salted, "Client Key"));
            byte[] server = hmac(mac, salted, "Server Key");
            Base64.Encoder base64 = Base64.getEncoder();
            return String.join(
                            ",",
                            Integer.toString(ITERATIONS),
                            base64.encodeToString(salt),
                            base64.encodeToString(stored),
                            base64.encodeToString(server))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2 with " + mac, e);
        }
    }

    private static byte[] hmac(String mac, byte[] key, String text) throws GeneralSecurityException {
        Mac hmac = Mac.getInstance("Hmac" + mac);
        hmac.init(new SecretKeySpec(key, "Hmac" + mac));
        return hmac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }
}
