package org.posthouse.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.queue.Outcome;
import org.posthouse.delivery.smtp.hop.Login;
import org.posthouse.delivery.smtp.hop.Tls;

/** TLS where it is offered or wanted, and logins at relay hosts. */
class SecureTest {
    private FakeHost host;
    private Scene scene;

    @BeforeEach
    void start() throws Exception {
        host = new FakeHost("127.0.0.11").offers("STARTTLS", "PIPELINING", "AUTH PLAIN LOGIN");
        scene = new Scene(host.port());
        scene.idle = 0;
        scene.dns.mx("school.edu", 10, "mx.school.edu").host("mx.school.edu", "127.0.0.11");
    }

    @AfterEach
    void stop() throws IOException {
        scene.close();
        host.close();
    }

    private Outcome send() throws Exception {
        List<Outcome> outcomes = scene.send("Subject: x\r\n\r\nx\r\n", "kate@school.edu");
        return outcomes.get(0);
    }

    private void relay(Tls tls, boolean verify, Optional<Login> login) {
        scene.routes.put("*", new RelayHost("*", "127.0.0.11", host.port(), login, tls, verify));
    }

    private static final Optional<Login> RON = Optional.of(new Login("ron", "secret"));

    @Test
    void whatIsOfferedIsTakenWhateverTheCertificate() throws Exception {
        assertThat(send().reply()).matches("mx\\.school\\.edu \\[127\\.0\\.0\\.11\\] \\(TLSv1\\.\\d\\): 250 .*");
        assertThat(host.mails()).singleElement().matches(FakeHost.Mail::secure);
        assertThat(host.lines()).filteredOn(line -> line.startsWith("EHLO")).hasSize(2);
    }

    @Test
    void noneIsNone() throws Exception {
        scene.tls = Tls.NONE;
        assertThat(send().status().success()).isTrue();
        assertThat(host.mails()).singleElement().matches(mail -> !mail.secure());
    }

    @Test
    void brokenTlsIsRememberedAndDoneWithout() throws Exception {
        host.brokenTls();
        assertThat(send().status().success()).isTrue();
        assertThat(host.connections()).isEqualTo(2);
        assertThat(send().status().success()).isTrue();
        assertThat(host.connections()).isEqualTo(3);
    }

    @Test
    void whereTlsIsAMustNothingIsSaidWithoutIt() throws Exception {
        scene.tls = Tls.MUST;
        host.brokenTls();
        assertThat(send().status()).hasToString("4.7.5");
        host.offers("PIPELINING");
        assertThat(send().status()).hasToString("4.7.4");
        host.says("STARTTLS", "454 4.7.0 not today").offers("STARTTLS");
        assertThat(send().status()).hasToString("4.7.4");
        assertThat(host.lines()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void s04WhatComesInClearAfterStartTlsIsNotHeard() throws Exception {
        scene.tls = Tls.MUST;
        host.says("STARTTLS", "220 go on\r\n250 2.0.0 forged");
        assertThat(send().status()).hasToString("4.7.5");
    }

    @Test
    void aRouteThatVerifiesWantsToKnowWhoItIs() throws Exception {
        relay(Tls.MUST, true, Optional.empty());
        Outcome outcome = send();
        assertThat(outcome.status()).hasToString("4.7.5");
        assertThat(outcome.reply())
                .isEqualTo("127.0.0.11 [127.0.0.11]: its certificate is not trusted:"
                        + " nobody whom this server trusts has signed it");
        relay(Tls.MUST, false, Optional.empty());
        assertThat(send().status().success()).isTrue();
    }

    @Test
    void aPasswordIsSentUnderTls() throws Exception {
        host.says("AUTH PLAIN", "235 2.7.0 welcome");
        relay(Tls.MAY, false, RON);
        assertThat(send().status().success()).isTrue();
        assertThat(host.lines()).contains("AUTH PLAIN AHJvbgBzZWNyZXQ=");
        assertThat(host.mails()).singleElement().matches(FakeHost.Mail::secure);
    }

    @Test
    void aPasswordIsNotSentInClearNorToAStranger() throws Exception {
        relay(Tls.MAY, true, RON);
        assertThat(send().status()).hasToString("4.7.5");
        host.offers("AUTH PLAIN");
        assertThat(send().status()).hasToString("4.7.4");
        assertThat(host.lines()).noneMatch(line -> line.startsWith("AUTH"));
    }

    @Test
    void aPasswordIsSentInClearWhereThatIsWanted() throws Exception {
        host.says("AUTH PLAIN", "235 2.7.0 welcome");
        relay(Tls.NONE, true, RON);
        assertThat(send().status().success()).isTrue();
        assertThat(host.mails()).singleElement().matches(mail -> !mail.secure());
    }

    @Test
    void loginIsSpokenWhereThereIsNothingElse() throws Exception {
        host.offers("AUTH LOGIN").says(line -> switch (line) {
            case "AUTH LOGIN" -> "334 VXNlcm5hbWU6";
            case "cm9u" -> "334 UGFzc3dvcmQ6";
            case "c2VjcmV0" -> "235 2.7.0 welcome";
            default -> "";
        });
        relay(Tls.NONE, true, RON);
        assertThat(send().status().success()).isTrue();
    }

    @Test
    void aWrongPasswordReturnsNoMail() throws Exception {
        host.says("AUTH PLAIN", "535 5.7.8 wrong");
        relay(Tls.NONE, true, RON);
        assertThat(send().status()).hasToString("4.7.8");
    }

    @Test
    void noReplyAndNoSettingShowsThePassword() {
        assertThat(new RelayHost("*", "127.0.0.11", 25, RON, Tls.MAY, true).toString())
                .doesNotContain("secret");
    }
}
