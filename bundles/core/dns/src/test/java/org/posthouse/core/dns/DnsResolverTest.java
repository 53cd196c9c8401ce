package org.posthouse.core.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.dns.Answer;
import org.posthouse.api.dns.Answer.Outcome;
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.dns.Resolver.Mx;
import org.posthouse.api.dns.Resolver.Tlsa;
import org.posthouse.testkit.dns.DnsServer;
import org.posthouse.testkit.dns.DnsServer.Mood;

class DnsResolverTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final AtomicLong nanos = new AtomicLong();
    private DnsServer dns;
    private Resolver resolver;

    @BeforeEach
    void start() throws IOException {
        dns = DnsServer.start();
        resolver = resolver(DnsSettings.Trust.LOOPBACK, dns.address());
    }

    @AfterEach
    void stop() throws IOException {
        dns.close();
    }

    private Resolver resolver(DnsSettings.Trust trust, InetSocketAddress... servers) {
        return resolver(Duration.ofSeconds(10), trust, servers);
    }

    private Resolver resolver(Duration timeout, DnsSettings.Trust trust, InetSocketAddress... servers) {
        return new DnsResolver(
                new DnsSettings(List.of(servers), timeout, 0, true, 100, Duration.ZERO, Duration.ofSeconds(100), trust),
                nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void mailExchangersComeAsTheyAre() {
        dns.record("school.edu", "MX", "20 Mx2.School.edu.").record("school.edu", "MX", "10 mx1.school.edu.");
        Answer<Mx> answer = resolver.mx("school.edu", PATIENCE);
        assertThat(answer.outcome()).isEqualTo(Outcome.FOUND);
        assertThat(answer.values()).containsExactly(new Mx(20, "mx2.school.edu"), new Mx(10, "mx1.school.edu"));
        assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aDomainThatTakesNoMailSaysSo() {
        dns.record("school.edu", "MX", "0 .");
        assertThat(resolver.mx("school.edu", PATIENCE).values()).singleElement().matches(Mx::none);
    }

    @Test
    void nothingOfThisTypeIsNotNoSuchName() {
        dns.record("mail.school.edu", "A", "192.0.2.1");
        assertThat(resolver.mx("mail.school.edu", PATIENCE).outcome()).isEqualTo(Outcome.NO_DATA);
        assertThat(resolver.mx("school.edu", PATIENCE).outcome()).isEqualTo(Outcome.NO_DATA);
        assertThat(resolver.mx("nowhere.edu", PATIENCE).outcome()).isEqualTo(Outcome.NO_NAME);
    }

    @Test
    void aServerThatFailsTellsNothing() {
        dns.record("school.edu", "MX", "10 mx.school.edu.");
        for (Mood mood : List.of(Mood.SERVFAIL, Mood.REFUSES)) {
            dns.mood(mood);
            Answer<Mx> answer = resolver.mx("school.edu", PATIENCE);
            assertThat(answer.outcome()).as("%s", mood).isEqualTo(Outcome.FAILED);
            assertThat(answer.ttl()).isZero();
        }
        dns.mood(Mood.ANSWERS);
        assertThat(resolver.mx("school.edu", PATIENCE).found()).isTrue();
    }

    @Test
    void silenceTellsNothingEither() {
        dns.mood(Mood.DROPS);
        assertThat(resolver.mx("school.edu", Duration.ofMillis(100)).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void theNextServerIsAskedWhenOneFails() throws IOException {
        dns.record("school.edu", "TXT", "hello");
        try (DnsServer broken = DnsServer.start();
                DnsServer silent = DnsServer.start()) {
            broken.mood(Mood.SERVFAIL);
            silent.mood(Mood.DROPS);
            Resolver three = resolver(
                    Duration.ofSeconds(1), DnsSettings.Trust.NONE, broken.address(), silent.address(), dns.address());
            // The one that answers may take longer than that on a machine that is busy.
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            three.txt("school.edu", PATIENCE).values())
                    .containsExactly("hello"));
            assertThat(broken.asked("school.edu", "TXT")).isPositive();
            assertThat(silent.asked("school.edu", "TXT")).isPositive();
        }
    }

    @Test
    void bothKindsOfAddressesAreFound() throws Exception {
        dns.record("mx.school.edu", "A", "192.0.2.1").record("mx.school.edu", "AAAA", "2001:db8::1");
        assertThat(resolver.addresses("mx.school.edu", PATIENCE).values())
                .containsExactly(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("2001:db8::1"));
    }

    @Test
    void addressLiteralsAndLocalhostAskNobody() throws Exception {
        for (String literal : List.of("192.0.2.1", "[192.0.2.1]", "2001:db8::1", "[IPv6:2001:db8::1]")) {
            String bare = literal.replaceAll("IPv6:|\\[|\\]", "");
            assertThat(resolver.addresses(literal, PATIENCE).values())
                    .as(literal)
                    .containsExactly(InetAddress.getByName(bare));
        }
        assertThat(resolver.addresses("localhost", PATIENCE).values())
                .containsExactly(InetAddress.getLoopbackAddress());
        assertThat(dns.asked("localhost", "A")).isZero();
    }

    @Test
    void anAnswerIsKeptAsLongAsItSays() {
        dns.ttl(Duration.ofSeconds(30)).record("school.edu", "TXT", "one");
        resolver.txt("school.edu", PATIENCE);
        pass(Duration.ofSeconds(20));
        Answer<String> kept = resolver.txt("SCHOOL.edu.", PATIENCE);
        assertThat(kept.values()).containsExactly("one");
        assertThat(kept.ttl()).isEqualTo(Duration.ofSeconds(10));
        assertThat(dns.asked("school.edu", "TXT")).isEqualTo(1);
        pass(Duration.ofSeconds(10));
        dns.without("school.edu").record("school.edu", "TXT", "two");
        assertThat(resolver.txt("school.edu", PATIENCE).values()).containsExactly("two");
    }

    @Test
    void thatThereIsNothingIsKeptAsWell() {
        dns.ttl(Duration.ofSeconds(30));
        assertThat(resolver.txt("school.edu", PATIENCE).outcome()).isEqualTo(Outcome.NO_NAME);
        dns.record("school.edu", "TXT", "late");
        assertThat(resolver.txt("school.edu", PATIENCE).outcome()).isEqualTo(Outcome.NO_NAME);
        pass(Duration.ofSeconds(30));
        assertThat(resolver.txt("school.edu", PATIENCE).values()).containsExactly("late");
    }

    @Test
    void nothingIsKeptLongerThanIsSet() {
        dns.ttl(Duration.ofDays(9)).record("school.edu", "TXT", "one");
        assertThat(resolver.txt("school.edu", PATIENCE).ttl()).isEqualTo(Duration.ofSeconds(100));
        pass(Duration.ofSeconds(100));
        resolver.txt("school.edu", PATIENCE);
        assertThat(dns.asked("school.edu", "TXT")).isEqualTo(2);
    }

    @Test
    void theOldestAnswersMakeRoom() {
        for (int i = 0; i <= 100; i++) {
            dns.record("n" + i + ".edu", "TXT", "x");
            resolver.txt("n" + i + ".edu", PATIENCE);
        }
        resolver.txt("n100.edu", PATIENCE);
        resolver.txt("n0.edu", PATIENCE);
        assertThat(dns.asked("n100.edu", "TXT")).isEqualTo(1);
        assertThat(dns.asked("n0.edu", "TXT")).isEqualTo(2);
    }

    @Test
    void aliasesAreFollowed() {
        dns.record("www.school.edu", "CNAME", "a.school.edu.")
                .record("a.school.edu", "CNAME", "b.school.edu.")
                .record("b.school.edu", "TXT", "there");
        assertThat(resolver.txt("www.school.edu", PATIENCE).values()).containsExactly("there");
        dns.record("off.school.edu", "CNAME", "nowhere.example.");
        assertThat(resolver.txt("off.school.edu", PATIENCE).outcome()).isEqualTo(Outcome.NO_NAME);
    }

    @Test
    void stringsOfATextAreJoinedOctetByOctet() {
        dns.record("school.edu", "TXT", "\"v=spf1 \" \"-all \\228\"");
        assertThat(resolver.txt("school.edu", PATIENCE).values()).containsExactly("v=spf1 -all \u00e4");
    }

    @Test
    void namesOfAddressesAreFound() throws Exception {
        dns.record("1.2.0.192.in-addr.arpa", "PTR", "Mail.School.edu.");
        assertThat(resolver.ptr(InetAddress.getByName("192.0.2.1"), PATIENCE).values())
                .containsExactly("mail.school.edu");
    }

    @Test
    void certificatesOfHostsAreFound() {
        dns.secure(true).record("_25._tcp.mx.school.edu", "TLSA", "3 1 1 0a0b");
        Answer<Tlsa> answer = resolver.tlsa("mx.school.edu", 25, PATIENCE);
        assertThat(answer.secure()).isTrue();
        assertThat(answer.values()).singleElement().satisfies(tlsa -> {
            assertThat(List.of(tlsa.usage(), tlsa.selector(), tlsa.matchingType()))
                    .containsExactly(3, 1, 1);
            assertThat(tlsa.data()).containsExactly(10, 11);
        });
    }

    @Test
    void whoIsNotTrustedVouchesForNothing() {
        dns.secure(true).record("school.edu", "TXT", "x");
        Resolver wary = resolver(DnsSettings.Trust.NONE, dns.address());
        assertThat(wary.txt("school.edu", PATIENCE).secure()).isFalse();
        assertThat(resolver.txt("school.edu", PATIENCE).secure()).isTrue();
    }

    @Test
    void whatDoesNotFitIsFetchedByTcp() {
        dns.mood(Mood.TRUNCATES);
        for (int i = 0; i < 60; i++) {
            dns.record("school.edu", "TXT", "\"" + "x".repeat(200) + i + "\"");
        }
        assertThat(resolver.txt("school.edu", PATIENCE).values()).hasSize(60);
    }

    @Test
    void aServerThatDoesNotKnowEdnsIsAskedWithoutIt() {
        dns.mood(Mood.FORMERR_TO_EDNS).record("school.edu", "TXT", "x");
        assertThat(resolver.txt("school.edu", PATIENCE).values()).containsExactly("x");
    }

    @Test
    void namesOfTheWorldAreAskedForInAscii() {
        dns.record("xn--bcher-kva.example", "MX", "10 mx.xn--bcher-kva.example.");
        assertThat(resolver.mx("b\u00fccher.example", PATIENCE).values())
                .containsExactly(new Mx(10, "mx.xn--bcher-kva.example"));
    }

    @Test
    void whatCannotBeANameIsNone() {
        for (String name : List.of("", ".", "a..b", "x".repeat(64) + ".edu", "a.".repeat(130), "a\\000b")) {
            assertThat(resolver.mx(name, PATIENCE).outcome()).as(name).isEqualTo(Outcome.NO_NAME);
        }
    }

    @Test
    void nobodyIsLeftRunningWhoseClassesCouldNotGo() {
        dns.mood(Mood.TRUNCATES).record("school.edu", "TXT", "x");
        assertThat(resolver.txt("school.edu", PATIENCE).found()).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("dnsjava"));
    }
}
