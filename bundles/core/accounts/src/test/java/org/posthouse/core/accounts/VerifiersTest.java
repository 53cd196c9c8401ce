package org.posthouse.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthouse.spi.directory.Verifier;

final class VerifiersTest {
    @Test
    void theKeysAreThoseOfTheExampleInRfc7677() {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        byte[] keys = Verifiers.scram("SHA-256", "SHA256", 256, "pencil".toCharArray(), salt);
        assertThat(new String(keys, StandardCharsets.UTF_8))
                .isEqualTo("4096,W22ZaJ0SNY7soEsUEjb6gQ==,WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,"
                        + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
    }

    @Test
    void aPasswordLeavesEveryKindOfVerifierAndNotItself() {
        Map<String, byte[]> verifiers = new Verifiers(new PlainHash()).of("w\u00f6rter".toCharArray());
        assertThat(verifiers).containsOnlyKeys(Verifier.ARGON2ID, Verifier.SCRAM_SHA_1, Verifier.SCRAM_SHA_256);
        assertThat(new String(verifiers.get(Verifier.SCRAM_SHA_1), StandardCharsets.UTF_8))
                .doesNotContain("rter");
    }

    @Test
    void theSamePasswordTypedAnotherWayIsTheSame() {
        assertThat(Verifiers.normalize("wo\u0308rter".toCharArray())).isEqualTo("w\u00f6rter".toCharArray());
    }
}
