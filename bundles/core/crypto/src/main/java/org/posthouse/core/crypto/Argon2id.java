package org.posthouse.core.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.posthouse.api.crypto.PasswordHash;

/** Argon2id, RFC 9106, with 19 MiB and two passes. */
@Component(name = "org.posthouse.core.crypto.password", immediate = true)
public final class Argon2id implements PasswordHash {
    private static final int MEMORY = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT = 16;
    private static final int HASH = 32;

    private final SecureRandom random;

    @Activate
    public Argon2id() {
        this(new SecureRandom());
    }

    Argon2id(SecureRandom random) {
        this.random = random;
    }

    @Override
    public String hash(char[] password) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        byte[] hash = compute(new Phc(Phc.VERSION, MEMORY, PASSES, LANES, salt, new byte[HASH]), password);
        return new Phc(Phc.VERSION, MEMORY, PASSES, LANES, salt, hash).toString();
    }

    @Override
    public boolean matches(String hash, char[] password) {
        return Phc.parse(hash)
                .map(wanted -> MessageDigest.isEqual(wanted.hash(), compute(wanted, password)))
                .orElse(false);
    }

    /** As long as the hash that was given, by its parameters. */
    private static byte[] compute(Phc phc, char[] password) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(phc.version())
                .withMemoryAsKB(phc.memory())
                .withIterations(phc.passes())
                .withParallelism(phc.lanes())
                .withSalt(phc.salt())
                .build());
        byte[] octets = utf8(password);
        byte[] hash = new byte[phc.hash().length];
        generator.generateBytes(octets, hash);
        Arrays.fill(octets, (byte) 0);
        return hash;
    }

    /** Leaves no copy behind. */
    private static byte[] utf8(char[] password) {
        ByteBuffer buffer = ByteBuffer.allocate(3 * password.length);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(password), buffer, true);
        byte[] octets = Arrays.copyOf(buffer.array(), buffer.position());
        Arrays.fill(buffer.array(), (byte) 0);
        return octets;
    }
}
