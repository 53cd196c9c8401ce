package org.posthouse.core.accounts;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests by which passwords are known again, under a key that never leaves this process. */
final class PasswordDigests {
    private final SecretKeySpec key;

    PasswordDigests() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** Of a password together with what it belongs to. */
    String of(char[] password, String owner) {
        return of(password, owner, new byte[0]);
    }

    String of(char[] password, String owner, byte[] more) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] octets = new byte[encoded.remaining()];
        encoded.get(octets);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(owner.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(more);
            mac.update((byte) 0);
            mac.update(octets);
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        } finally {
            Arrays.fill(octets, (byte) 0);
            wipe(encoded);
        }
    }

    private static void wipe(ByteBuffer buffer) {
        buffer.clear();
        while (buffer.hasRemaining()) {
            buffer.put((byte) 0);
        }
    }
}
