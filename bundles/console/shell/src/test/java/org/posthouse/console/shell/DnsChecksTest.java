package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.posthouse.api.dns.Answer;
import org.posthouse.api.dns.Resolver;
import org.posthouse.console.shell.DnsRecord.Presence;

final class DnsChecksTest implements Resolver {
    private static final String HOST = "mail.school.edu";

    private final List<String> asked = new ArrayList<>();
    private String mx = HOST;
    private String name = HOST;
    private boolean dead;

    private DnsChecks looked(String host) {
        DnsChecks checks = new DnsChecks(this);
        checks.host(host);
        checks.domains(Set.of("school.edu"), host);
        return checks;
    }

    private static List<String> problems(DnsChecks checks) {
        return checks.findings().stream()
                .filter(Finding::isProblem)
                .map(Finding::what)
                .toList();
    }

    @Test
    void aServerThatDnsKnowsHasNoProblem() {
        DnsChecks checks = looked(HOST);
        assertThat(problems(checks)).isEmpty();
        assertThat(checks.records())
                .filteredOn(DnsRecord::needed)
                .extracting(DnsRecord::presence)
                .containsOnly(Presence.THERE);
        assertThat(checks.records()).extracting(DnsRecord::type).contains("A", "PTR", "MX", "TXT", "SRV");
    }

    @Test
    void aNameThatIsNoneIsAProblemAndSoIsAWrongWayBack() {
        assertThat(problems(looked("mailhost"))).first().asString().contains("DNS cannot know");
        name = "dsl-1.isp.example";
        assertThat(problems(looked(HOST))).singleElement().asString().contains("dsl-1.isp.example", "refuse mail");
    }

    @Test
    void mailThatGoesElsewhereIsToldAndNoMxIsAProblem() {
        mx = "mx.gateway.example";
        assertThat(problems(looked(HOST))).isEmpty();
        assertThat(looked(HOST).findings()).anyMatch(each -> each.what().contains("mx.gateway.example"));
        mx = "";
        assertThat(problems(looked(HOST))).singleElement().asString().contains("no MX record");
    }

    @Test
    void aSilentDnsIsAskedOnce() {
        dead = true;
        DnsChecks checks = looked(HOST);
        assertThat(problems(checks)).singleElement().asString().contains("does not answer");
        assertThat(asked).hasSize(1);
        assertThat(checks.records()).extracting(DnsRecord::presence).containsOnly(Presence.UNKNOWN);
    }

    private <T> Answer<T> answer(String question, List<T> values) {
        asked.add(question);
        return dead
                ? Answer.none(Answer.Outcome.FAILED, false, Duration.ZERO)
                : Answer.of(values, false, Duration.ofMinutes(1));
    }

    @Override
    public Answer<Mx> mx(String domain, Duration patience) {
        return answer("mx " + domain, mx.isEmpty() ? List.of() : List.of(new Mx(10, mx)));
    }

    @Override
    public Answer<InetAddress> addresses(String host, Duration patience) {
        try {
            return answer("a " + host, List.of(InetAddress.getByName("192.0.2.25")));
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Answer<String> txt(String txt, Duration patience) {
        return answer("txt " + txt, List.of("v=spf1 mx -all"));
    }

    @Override
    public Answer<String> ptr(InetAddress address, Duration patience) {
        return answer("ptr", List.of(name));
    }

    @Override
    public Answer<Tlsa> tlsa(String host, int port, Duration patience) {
        return answer("tlsa", List.of());
    }
}
