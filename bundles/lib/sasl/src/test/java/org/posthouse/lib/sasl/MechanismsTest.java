package org.posthouse.lib.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.lib.sasl.Mechanism.Step;

class MechanismsTest {
    @Test
    void plainTakesItsInitialResponse() {
        Credentials credentials = claimed(begin("plain").start(base64("\0kate@school.edu\0post häuse")));
        assertThat(credentials.authenticationId()).isEqualTo("kate@school.edu");
        assertThat(credentials.authorizationId()).isEmpty();
        assertThat(credentials.password()).containsExactly("post häuse".toCharArray());
        assertThat(credentials.forAnother()).isFalse();
        assertThat(credentials).hasToString("credentials of kate@school.edu");
    }

    @Test
    void plainAsksWithAnEmptyChallengeWhereThereIsNoInitialResponse() {
        Mechanism plain = begin("PLAIN");
        assertThat(plain.start(Optional.empty())).isEqualTo(new Step.Challenge(""));
        Mechanism resumed = Mechanisms.resume(plain.name(), plain.state()).orElseThrow();
        Credentials credentials =
                claimed(resumed.respond(base64("ron\0kate\0secret").orElseThrow()));
        assertThat(credentials.forAnother()).isTrue();
        assertThat(credentials.authorizationId()).isEqualTo("ron");
    }

    @Test
    void oneMayActAsOneself() {
        assertThat(claimed(begin("PLAIN").start(base64("kate\0kate\0p"))).forAnother())
                .isFalse();
    }

    @Test
    void loginAsksForNameAndPasswordAndGoesOnInAnotherVersion() {
        Mechanism login = begin("LOGIN");
        assertThat(login.start(Optional.empty())).isEqualTo(new Step.Challenge("VXNlcm5hbWU6"));
        login = Mechanisms.resume("LOGIN", login.state()).orElseThrow();
        assertThat(login.respond(base64("kate").orElseThrow())).isEqualTo(new Step.Challenge("UGFzc3dvcmQ6"));
        login = Mechanisms.resume("LOGIN", login.state()).orElseThrow();
        Credentials credentials = claimed(login.respond(base64("secret").orElseThrow()));
        assertThat(credentials.authenticationId()).isEqualTo("kate");
        assertThat(credentials.password()).containsExactly('s', 'e', 'c', 'r', 'e', 't');
    }

    @Test
    void loginTakesTheNameAsInitialResponse() {
        assertThat(begin("LOGIN").start(base64("kate"))).isEqualTo(new Step.Challenge("UGFzc3dvcmQ6"));
    }

    @Test
    void aStarCancels() {
        assertThat(begin("PLAIN").respond(octets("*"))).isEqualTo(new Step.Cancelled());
        Mechanism login = begin("LOGIN");
        assertThat(login.start(base64("kate"))).isInstanceOf(Step.Challenge.class);
        assertThat(login.respond(octets("*"))).isEqualTo(new Step.Cancelled());
    }

    @Test
    void closedCredentialsHaveNoPasswordLeft() {
        Credentials credentials = claimed(begin("PLAIN").start(base64("\0kate\0secret")));
        credentials.close();
        assertThat(credentials.password()).containsOnly('\0');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "==",
                "====",
                "A",
                "AA",
                "AGthdGUAcA",
                "AGthdGUAcA=",
                "AGthdGUAcB==",
                "AGth dGUAcA==",
                "AGthdGUAcA==\n",
                "ä",
                "-_-_",
                "AB=="
            })
    void whatIsNotCanonicalBase64IsMalformed(String line) {
        assertThat(begin("PLAIN").start(Optional.of(octets(line)))).isInstanceOf(Step.Malformed.class);
        assertThat(begin("LOGIN").respond(octets(line))).isInstanceOf(Step.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kate",
                "kate\0secret",
                "\0\0secret",
                "\0kate\0",
                "\0kate\0se\0cret",
                "\0ka\nte\0secret",
                "\0kate\0sec\rret",
                "a\u0001\0kate\0secret"
            })
    void messagesThatPlainDoesNotHaveAreMalformed(String message) {
        assertThat(begin("PLAIN").start(base64(message))).isInstanceOf(Step.Malformed.class);
    }

    @Test
    void octetsThatAreNoUtf8AreMalformed() {
        byte[] broken = Base64.getEncoder().encode(new byte[] {0, 'k', 0, (byte) 0xc3});
        assertThat(begin("PLAIN").start(Optional.of(broken))).isInstanceOf(Step.Malformed.class);
        byte[] lone = Base64.getEncoder().encode(new byte[] {(byte) 0xff});
        assertThat(begin("LOGIN").respond(lone)).isInstanceOf(Step.Malformed.class);
    }

    @Test
    void aMegabyteIsMalformedAtOnce() {
        assertThat(begin("PLAIN").respond(octets("A".repeat(1 << 20)))).isInstanceOf(Step.Malformed.class);
    }

    @Test
    void thereAreNoOtherMechanisms() {
        assertThat(Mechanisms.begin("EXTERNAL")).isEmpty();
        assertThat(Mechanisms.names())
                .containsExactly("PLAIN", "LOGIN")
                .allSatisfy(name -> assertThat(Mechanisms.begin(name)).isPresent());
    }

    @Test
    void noLineWhateverMakesAMechanismFail() {
        Random random = new Random(3);
        for (int round = 0; round < 100_000; round++) {
            byte[] octets = new byte[random.nextInt(40)];
            random.nextBytes(octets);
            byte[] line = random.nextInt(4) == 0 ? octets : Base64.getEncoder().encode(octets);
            assertThat(begin("PLAIN").respond(line.clone())).isNotNull();
            assertThat(Mechanisms.resume("LOGIN", Map.of("name", "kate"))
                            .orElseThrow()
                            .respond(line))
                    .isNotNull();
        }
    }

    private static Mechanism begin(String name) {
        return Mechanisms.begin(name).orElseThrow();
    }

    private static Credentials claimed(Step step) {
        assertThat(step).isInstanceOf(Step.Claimed.class);
        return ((Step.Claimed) step).credentials();
    }

    private static Optional<byte[]> base64(String message) {
        return Optional.of(Base64.getEncoder().encode(message.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] octets(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aPasswordWithoutSaslIsOfTheSameKindAndItsOctetsAreWiped() {
        byte[] octets = "pass w\u00f6rd".getBytes(StandardCharsets.UTF_8);
        try (Credentials credentials = Credentials.of("kate", octets).orElseThrow()) {
            assertThat(credentials.password()).isEqualTo("pass w\u00f6rd".toCharArray());
            assertThat(credentials.authenticationId()).isEqualTo("kate");
            assertThat(credentials.forAnother()).isFalse();
        }
        assertThat(octets).containsOnly(0);
        assertThat(Credentials.of("kate", new byte[0])).isEmpty();
        assertThat(Credentials.of("kate", new byte[] {(byte) 0xff})).isEmpty();
        assertThat(Credentials.of("kate", "a\tb".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
