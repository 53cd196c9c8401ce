package org.posthouse.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.api.queue.Outcome;
import org.posthouse.delivery.smtp.hop.Tls;

/** Where mail goes: RFC 5321 §5.1, RFC 7505, and fixed routes. */
class NextHopsTest {
    private FakeHost first;
    private FakeHost second;
    private Scene scene;

    @BeforeEach
    void start() throws Exception {
        first = new FakeHost("127.0.0.11");
        second = new FakeHost("127.0.0.12", first.port());
        scene = new Scene(first.port());
        scene.idle = 0;
        scene.dns
                .host("mx1.example", "127.0.0.11")
                .host("mx2.example", "127.0.0.12")
                .host("us.example", "127.0.0.99")
                // Nobody listens there.
                .host("dead.example", "127.0.0.13");
    }

    @AfterEach
    void stop() throws IOException {
        scene.close();
        first.close();
        second.close();
    }

    private List<Outcome> send(String domain) throws Exception {
        return scene.send("Subject: x\r\n\r\nx\r\n", "kate@" + domain);
    }

    @Test
    void theLowestPreferenceIsAskedFirst() throws Exception {
        scene.dns.mx("school.edu", 20, "mx2.example").mx("school.edu", 10, "mx1.example");
        assertThat(send("school.edu")).singleElement().satisfies(outcome -> {
            assertThat(outcome.status()).hasToString("2.0.0");
            assertThat(outcome.reply()).isEqualTo("mx1.example [127.0.0.11]: 250 2.0.0 taken");
        });
        assertThat(second.connections()).isZero();
    }

    @Test
    void theNextIsAskedWhenOneIsDead() throws Exception {
        scene.dns.mx("school.edu", 10, "dead.example").mx("school.edu", 20, "mx2.example");
        assertThat(send("school.edu").get(0).reply()).startsWith("mx2.example [127.0.0.12]: 250");
    }

    @Test
    void equalOnesTakeTurns() throws Exception {
        scene.dns.mx("school.edu", 10, "mx1.example").mx("school.edu", 10, "mx2.example");
        Set<String> who = new HashSet<>();
        // That one of two is drawn a hundred times in a row happens once in 2^99 runs.
        for (int i = 0; i < 100 && who.size() < 2; i++) {
            who.add(send("school.edu").get(0).reply().split(" ")[0]);
        }
        assertThat(who).hasSize(2);
    }

    @Test
    void allDeadIsTemporary() throws Exception {
        scene.dns.mx("school.edu", 10, "dead.example");
        assertThat(send("school.edu")).singleElement().satisfies(outcome -> {
            assertThat(outcome.status()).hasToString("4.4.1");
            assertThat(outcome.reply()).startsWith("dead.example [127.0.0.13]: ");
        });
    }

    @Test
    void withoutMailExchangersTheDomainItselfIsCalled() throws Exception {
        assertThat(send("mx2.example").get(0).reply()).startsWith("mx2.example [127.0.0.12]: 250");
    }

    @Test
    void aDomainThatIsNotThereFails() throws Exception {
        assertThat(Scene.status(send("nowhere.example"))).isEqualTo("5.1.2");
    }

    @Test
    void aDomainThatTakesNoMailFails() throws Exception {
        scene.dns.mx("null.example", 0, "");
        assertThat(Scene.status(send("null.example"))).isEqualTo("5.1.10");
    }

    @Test
    void dnsThatFailsIsTemporary() throws Exception {
        scene.dns.broken("broken.example").mx("school.edu", 10, "broken.example");
        assertThat(Scene.status(send("broken.example"))).isEqualTo("4.4.3");
        assertThat(Scene.status(send("school.edu"))).isEqualTo("4.4.3");
        scene.dns.mx("school.edu", 20, "mx1.example");
        assertThat(send("school.edu").get(0).status().success()).isTrue();
    }

    @Test
    void hostsWithoutAddressesLeadNowhere() throws Exception {
        scene.dns.mx("school.edu", 10, "gone.example");
        assertThat(Scene.status(send("school.edu"))).isEqualTo("5.4.4");
    }

    @Test
    void anAddressLiteralIsCalledAsItIs() throws Exception {
        assertThat(send("[127.0.0.11]").get(0).reply()).startsWith("[127.0.0.11] [127.0.0.11]: 250");
    }

    @Test
    void whoIsNoBetterThanWeAreIsNotAsked() throws Exception {
        scene.dns.mx("school.edu", 10, "us.example").mx("school.edu", 20, "mx1.example");
        assertThat(Scene.status(send("school.edu"))).isEqualTo("5.4.6");
        assertThat(Scene.status(send("[127.0.0.99]"))).isEqualTo("5.4.6");
        scene.dns.mx("school.edu", 5, "mx2.example");
        assertThat(send("school.edu").get(0).reply()).startsWith("mx2.example");
        assertThat(first.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "192.0.2.1"})
    void loopbackIsOursUnlessWeAreBoundToOneAddressOfIt(String bind) throws Exception {
        scene.bind = Optional.of(bind).filter(address -> !address.isEmpty());
        scene.dns.mx("school.edu", 10, "mx1.example");
        for (String domain : List.of("school.edu", "mx2.example", "[127.0.0.11]", "[0.0.0.0]")) {
            assertThat(Scene.status(send(domain))).as(domain).isEqualTo("5.4.6");
        }
        assertThat(first.connections()).isZero();
        scene.routes.put("*", relay(second, "*"));
        assertThat(send("school.edu").get(0).status().success())
                .as("who names a host knows what he does")
                .isTrue();
    }

    @Test
    void weAreKnownByNameAsWell() throws Exception {
        scene.dns.mx("school.edu", 10, "Posthouse.example").host("Posthouse.example", "127.0.0.11");
        assertThat(Scene.status(send("school.edu"))).isEqualTo("5.4.6");
    }

    @Test
    void ofAHundredAddressesFiveAreTried() throws Exception {
        for (int i = 0; i < 100; i++) {
            scene.dns.mx("school.edu", 10, "h" + i + ".example").host("h" + i + ".example", "127.0.0.12");
        }
        second.says("220", "421 4.3.2 not now");
        assertThat(Scene.status(send("school.edu"))).isEqualTo("4.3.2");
        assertThat(second.connections()).isEqualTo(5);
    }

    private static RelayHost relay(FakeHost host, String domain) {
        return new RelayHost(domain, host.address().getHostAddress(), host.port(), Optional.empty(), Tls.MAY, false);
    }

    @Test
    void aRouteOfItsOwnComesBeforeThatForAll() throws Exception {
        scene.routes.put("school.edu", relay(first, "school.edu"));
        scene.routes.put("*", relay(second, "*"));
        assertThat(send("school.edu").get(0).reply()).startsWith("127.0.0.11 ");
        assertThat(send("elsewhere.example").get(0).reply()).startsWith("127.0.0.12 ");
        assertThat(scene.dns.asked()).isZero();
    }

    @Test
    void aRouteMayLeadToThisMachine() throws Exception {
        try (FakeHost here = new FakeHost("127.0.0.99")) {
            scene.routes.put("*", relay(here, "*"));
            assertThat(send("school.edu").get(0).status().success()).isTrue();
        }
    }

    @Test
    void theDemoCallsNobodyOutside() throws Exception {
        scene.demo = true;
        scene.dns.mx("school.edu", 10, "mx1.example");
        for (String domain : List.of("school.edu", "[192.0.2.1]", "mx1.example")) {
            assertThat(send(domain)).singleElement().satisfies(outcome -> {
                assertThat(outcome.status()).hasToString("5.7.1");
                assertThat(outcome.reply()).contains("the demo delivers to no host outside loopback");
            });
        }
        assertThat(scene.dns.asked()).isZero();
        assertThat(first.connections()).isZero();
        scene.routes.put("*", relay(second, "*"));
        assertThat(send("school.edu").get(0).status().success()).isTrue();
        assertThat(send("[127.0.0.11]").get(0).status().success()).isTrue();
    }
}
