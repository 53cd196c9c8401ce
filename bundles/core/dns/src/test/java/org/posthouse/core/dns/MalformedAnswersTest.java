package org.posthouse.core.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.dns.Answer;
import org.posthouse.api.dns.Answer.Outcome;
import org.posthouse.api.dns.Resolver;
import org.posthouse.testkit.dns.DnsServer;

/** Whatever a server sends: nothing is known then, and nothing breaks. */
class MalformedAnswersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int HEADER = 12;
    /** Of the low octet of the preference in an answer about school.edu: after the question and ten octets of the record. */
    private static final int PREFERENCE = HEADER + 16 + 13;

    private DnsServer dns;
    private Resolver resolver;

    @BeforeEach
    void start() throws IOException {
        dns = DnsServer.start().record("school.edu", "MX", "10 mx.school.edu.");
        DnsSettings settings = new DnsSettings(
                List.of(dns.address()), PATIENCE, 0, true, 0, Duration.ZERO, PATIENCE, DnsSettings.Trust.ALL);
        resolver = new DnsResolver(settings, System::nanoTime);
    }

    @AfterEach
    void stop() throws IOException {
        dns.close();
    }

    /** One comes before it that says something else. */
    private void onlyTheTrueAnswerCounts(Consumer<byte[]> change) {
        AtomicInteger sent = new AtomicInteger();
        dns.forged(octets -> {
            octets[PREFERENCE] = 99;
            sent.incrementAndGet();
            return octets;
        });
        assertThat(resolver.mx("school.edu", PATIENCE).values())
                .as("one that only says something else is believed")
                .containsExactly(new Resolver.Mx(99, "mx.school.edu"));
        dns.forged(octets -> {
            octets[PREFERENCE] = 99;
            change.accept(octets);
            sent.incrementAndGet();
            return octets;
        });
        assertThat(resolver.mx("school.edu", PATIENCE).values()).containsExactly(new Resolver.Mx(10, "mx.school.edu"));
        assertThat(sent).hasValue(2);
    }

    private Outcome mx(Duration patience) {
        return resolver.mx("school.edu", patience).outcome();
    }

    @Test
    void d01AnAnswerWithAnotherIdIsNoAnswer() {
        onlyTheTrueAnswerCounts(octets -> {
            octets[0] ^= 1;
        });
    }

    @Test
    void d01AnAnswerToAnotherQuestionIsNoAnswer() {
        onlyTheTrueAnswerCounts(octets -> {
            octets[HEADER + 1] = 'x';
        });
    }

    @Test
    void d01AQuestionThatComesBackIsNoAnswer() {
        onlyTheTrueAnswerCounts(octets -> {
            octets[2] &= 0x7f;
        });
    }

    @Test
    void d01NamesThatPointAtThemselvesAreMalformed() {
        dns.wire(octets -> {
            octets[HEADER] = (byte) 0xc0;
            octets[HEADER + 1] = HEADER;
            return octets;
        });
        assertThat(mx(PATIENCE)).isEqualTo(Outcome.FAILED);
    }

    @Test
    void d01AnAnswerCutOffAnywhereIsMalformed() {
        for (int length = 2; length < 40; length++) {
            int cut = length;
            dns.wire(octets -> Arrays.copyOf(octets, cut));
            assertThat(mx(PATIENCE)).as("%d octets", length).isEqualTo(Outcome.FAILED);
        }
    }

    @Test
    void d01AnAnswerOfChanceBreaksNothing() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            dns.wire(octets -> {
                byte[] noise = new byte[random.nextInt(600)];
                random.nextBytes(noise);
                byte[] whole = Arrays.copyOf(octets, octets.length + noise.length);
                System.arraycopy(noise, 0, whole, octets.length, noise.length);
                // Behind the question: it is an answer to it, whatever it says.
                int behind = Math.min(octets.length - 1, HEADER + 16);
                whole[behind + random.nextInt(octets.length - behind)] = (byte) random.nextInt();
                return whole;
            });
            Answer<Resolver.Mx> answer = resolver.mx("school.edu", PATIENCE);
            assertThat(answer.found()).isEqualTo(!answer.values().isEmpty());
            assertThat(answer.values()).allMatch(mx -> mx.host().matches("[\\x21-\\x7e]*"));
            dns.wire(octets -> octets);
            assertThat(mx(PATIENCE)).as("afterwards").isEqualTo(Outcome.FOUND);
        }
    }

    @Test
    void d01AliasesWithoutEndAreNotFollowed() {
        for (int i = 0; i < 20; i++) {
            dns.record("c" + i + ".edu", "CNAME", "c" + (i + 1) + ".edu.");
        }
        dns.record("c20.edu", "MX", "10 mx.school.edu.")
                .record("a.edu", "CNAME", "b.edu.")
                .record("b.edu", "CNAME", "a.edu.");
        assertThat(resolver.mx("c0.edu", PATIENCE).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(resolver.mx("c12.edu", PATIENCE).outcome()).isEqualTo(Outcome.FOUND);
        assertThat(resolver.mx("a.edu", PATIENCE).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void d01HostsWithOddLettersAreNoHosts() {
        for (String odd : List.of("a\\000b.edu.", "a\\.b.edu.", "a\\013\\010b.edu.", "a\\@b.edu.")) {
            dns.without("odd.edu").record("odd.edu", "MX", "10 " + odd);
            assertThat(resolver.mx("odd.edu", PATIENCE).outcome()).as(odd).isEqualTo(Outcome.FAILED);
        }
        dns.record("odd.edu", "MX", "20 mx.school.edu.");
        assertThat(resolver.mx("odd.edu", PATIENCE).values())
                .extracting(Resolver.Mx::host)
                .containsExactly("mx.school.edu");
    }

    @Test
    void d01TextsOfAnyLengthAreTexts() {
        dns.mood(DnsServer.Mood.TRUNCATES);
        String piece = "\"" + "x".repeat(255) + "\" ";
        dns.record("long.edu", "TXT", piece.repeat(240));
        assertThat(resolver.txt("long.edu", PATIENCE).values()).singleElement().satisfies(text -> assertThat(
                        text.getBytes(StandardCharsets.ISO_8859_1))
                .hasSize(240 * 255));
    }

    @Test
    void d01AReferralIsNoWordThatThereIsNothing() {
        dns.wire(octets -> {
            // Neither in charge nor recursive, and no records at all.
            octets[2] &= (byte) ~0x04;
            octets[3] &= 0x7f;
            Arrays.fill(octets, 6, 12, (byte) 0);
            return octets;
        });
        assertThat(mx(PATIENCE)).isEqualTo(Outcome.FAILED);
    }
}
