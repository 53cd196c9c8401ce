package org.posthouse.filter.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Address;
import org.posthouse.filter.access.AccessList.Purpose;

class AccessListTest {
    private final List<String> faults = new ArrayList<>();

    @Test
    void theNarrowestNetworkSpeaks() throws Exception {
        AccessList list = judge("10.0.0.0/8", "10.1.0.0/255.255.0.0", "10.1.1.1", "2001:db8::/32");
        assertThat(list.client(ip("10.1.1.1"))).contains("10.1.1.1");
        assertThat(list.client(ip("10.1.1.2"))).contains("10.1.0.0/255.255.0.0");
        assertThat(list.client(ip("10.2.1.1"))).contains("10.0.0.0/8");
        assertThat(list.client(ip("11.2.1.1"))).isEmpty();
        assertThat(list.client(ip("2001:db8:1::1"))).contains("2001:db8::/32");
        assertThat(list.client(ip("2001:db9:1::1"))).isEmpty();
    }

    @Test
    void ipv6NetworksDoNotReachIpv4() throws Exception {
        AccessList list = judge("::/0", "::ffff:192.0.2.0/120");
        assertThat(list.client(ip("::1"))).contains("::/0");
        assertThat(list.client(ip("198.51.100.1"))).isEmpty();
        assertThat(list.client(ip("192.0.2.9"))).contains("::ffff:192.0.2.0/120");
    }

    @Test
    void aNameStandsForTheHostsBelowItToo() {
        AccessList list = judge("Mail.Example.com.", ".school.edu", "localhost", "com");
        assertThat(list.name("mail.example.com")).contains("mail.example.com.");
        assertThat(list.name("a.b.MAIL.example.com.")).contains("mail.example.com.");
        assertThat(list.name("example.com")).isEmpty();
        assertThat(list.name("xmail.example.com")).isEmpty();
        assertThat(list.name("school.edu")).isEmpty();
        assertThat(list.name("x.school.edu")).contains(".school.edu");
        assertThat(list.name("localhost")).contains("localhost");
        assertThat(list.name("x.localhost")).isEmpty();
        assertThat(list.name("")).isEmpty();
        assertThat(list.name("..")).isEmpty();
    }

    @Test
    void sendersFitByAddressByDomainOrByADomainAbove() {
        AccessList list = judge("Ron@Example.com", "@school.edu", "spam.example");
        assertThat(list.sender(new Address("rON", "example.com"))).contains("ron@example.com");
        assertThat(list.sender(new Address("ann", "example.com"))).isEmpty();
        assertThat(list.sender(new Address("ann", "school.edu"))).contains("@school.edu");
        assertThat(list.sender(new Address("ann", "x.school.edu"))).isEmpty();
        assertThat(list.sender(new Address("ann", "x.spam.example"))).contains("spam.example");
        assertThat(list.sender(new Address("ann", "[192.0.2.1]"))).isEmpty();
        assertThat(judge("@b\u00fccher.example").sender(new Address("ann", "xn--bcher-kva.example")))
                .isPresent();
        assertThat(faults).isEmpty();
    }

    @Test
    void whatCannotBeReadIsToldAndHasNoEffect() throws Exception {
        AccessList list = judge(
                "",
                " ",
                "192.0.2.300",
                "10.0.0",
                "a b",
                "-x.example",
                "http://x.example",
                "x@",
                "192.0.2.1",
                "192.0.2.0/24x");
        assertThat(faults).hasSize(7).allMatch(fault -> fault.contains("has no effect"));
        assertThat(list.client(ip("192.0.2.1"))).isPresent();
        assertThat(list.client(ip("192.0.2.2"))).isEmpty();
        assertThat(list.client(ip("10.0.0.1"))).isEmpty();
    }

    @Test
    void faultsAreOneLineEach() {
        judge("a\r\nb", "x".repeat(5000));
        assertThat(faults)
                .allMatch(fault -> fault.length() < 250 && fault.chars().noneMatch(c -> c < 0x20));
    }

    @Test
    void nothingThatIsNearlyEverybodyMayRelayNorWhoMerelySaysSo() throws Exception {
        AccessList list = AccessList.of(
                List.of(
                        "0.0.0.0/0",
                        "::/0",
                        "128.0.0.0/7",
                        "1.2.3.4/0.0.0.0",
                        "2000::/3",
                        "::ffff:0:0/96",
                        "ron@example.com",
                        "@example.com"),
                Purpose.RELAY,
                faults::add);
        assertThat(faults).hasSize(8);
        assertThat(list.client(ip("192.0.2.1"))).isEmpty();
        assertThat(list.client(ip("2001:db8::1"))).isEmpty();
        assertThat(list.sender(new Address("ron", "example.com"))).isEqualTo(Optional.empty());
    }

    @Test
    void aLongListIsAskedAsQuicklyAsAShortOne() throws Exception {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            entries.add((i >> 8 & 127) + "." + (i & 255) + "." + (i >> 15) + ".0/24");
        }
        AccessList list = AccessList.of(entries, Purpose.JUDGE, faults::add);
        InetAddress unknown = ip("203.0.113.1");
        long begin = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            assertThat(list.client(unknown)).isEmpty();
        }
        assertThat(System.nanoTime() - begin).isLessThan(20_000_000_000L);
    }

    private AccessList judge(String... entries) {
        return AccessList.of(List.of(entries), Purpose.JUDGE, faults::add);
    }

    private static InetAddress ip(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
