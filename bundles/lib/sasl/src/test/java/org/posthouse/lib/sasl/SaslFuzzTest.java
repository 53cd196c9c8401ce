package org.posthouse.lib.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.lib.sasl.Mechanism.Step;
import org.posthouse.testkit.fuzz.Fuzz;

/** Whatever a client answers, it is a claim, a cancelled exchange, or malformed; and no name has a control character. */
class SaslFuzzTest {
    private static final List<String> RESPONSES =
            List.of("AGthdGUAcG9zdGhvdXNl", "a2F0ZQBrYXRlAHBvc3Rob3VzZQ==", "a2F0ZQ==", "cMOpw6k=", "=", "*", "");
    private static final List<String> MESSAGES =
            List.of("\0kate\0posthouse", "ron\0kate\0p\u00c3\u00a9", "kate", "\0\0", "k\r\nx");
    private static final int MOST_STEPS = 4;

    private final Fuzz responses =
            Fuzz.of(RESPONSES).words("=", "==", "AA", "*", "\r\n").rounds(30_000);
    private final Fuzz messages = Fuzz.of(MESSAGES)
            .words("\0", "\u00c3", "\u00ed\u00a0\u0080", "\u0085")
            .rounds(30_000);

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void everyLineIsAClaimOrRefused(String name) {
        responses.feed(line -> exchange(name, line, line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void everyMessageIsAClaimOrRefused(String name) {
        messages.feed(message -> {
            byte[] line = Base64.getEncoder().encode(message);
            exchange(name, line, line);
        });
    }

    /** With an initial response or without, and handed over in between. */
    private static void exchange(String name, byte[] first, byte[] next) {
        boolean initial = first.length % 2 == 0;
        Mechanism mechanism = Mechanisms.begin(name).orElseThrow();
        Step step = mechanism.start(initial ? Optional.of(first.clone()) : Optional.empty());
        for (int n = 0; step instanceof Step.Challenge challenge; n++) {
            assertThat(n).isLessThan(MOST_STEPS);
            assertThat(challenge.base64()).matches("[A-Za-z0-9+/=]*");
            Map<String, Object> state = mechanism.state();
            mechanism = Mechanisms.resume(name, state).orElseThrow();
            step = mechanism.respond(next.clone());
        }
        if (step instanceof Step.Claimed claimed) {
            sane(claimed.credentials());
        } else if (step instanceof Step.Malformed malformed) {
            assertThat(malformed.reason()).matches("[ -~]{5,80}");
        }
    }

    private static void sane(Credentials credentials) {
        assertThat(credentials.authenticationId()).isNotEmpty();
        assertThat(credentials.authenticationId().chars()).noneMatch(Character::isISOControl);
        assertThat(credentials.authorizationId().chars()).noneMatch(Character::isISOControl);
        assertThat(credentials.password()).isNotEmpty();
        credentials.close();
        assertThat(credentials.password()).containsOnly('\0');
    }

    @Test
    void s09ALineIsReadInLinearTime() {
        for (String name : Mechanisms.names()) {
            for (String piece : List.of("A", "=", "AAAA", "\0")) {
                Fuzz.linear("", piece, line -> {
                    Step step = Mechanisms.begin(name).orElseThrow().start(Optional.of(line));
                    assertThat(step).isInstanceOf(Step.Malformed.class);
                });
            }
        }
    }
}
