package org.posthouse.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2idTest {
    private final Argon2id argon = new Argon2id();

    @Test
    void aHashBelongsToItsPasswordAndToNoOther() {
        String hash = argon.hash("posthouse ü€".toCharArray());
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(argon.matches(hash, "posthouse ü€".toCharArray())).isTrue();
        assertThat(argon.matches(hash, "posthouse u€".toCharArray())).isFalse();
        assertThat(argon.matches(hash, new char[0])).isFalse();
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        assertThat(argon.hash("x".toCharArray())).isNotEqualTo(argon.hash("x".toCharArray()));
    }

    /** Made by the reference implementation: {@code argon2 somesalt -id -t 2 -k 65536 -p 1}. */
    @Test
    void aHashMadeElsewhereWithOtherParametersIsRead() {
        String salt =
                Base64.getEncoder().withoutPadding().encodeToString("somesalt".getBytes(StandardCharsets.US_ASCII));
        String hash = "$argon2id$v=19$m=65536,t=2,p=1$" + salt + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(argon.matches(hash, "password".toCharArray())).isTrue();
        assertThat(argon.matches(hash, "Password".toCharArray())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=9999,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=8,t=2,p=2$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhF",
            })
    void aHashThatCannotBeReadMatchesNothing(String hash) {
        assertThat(argon.matches(hash, "password".toCharArray())).isFalse();
    }
}
