package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.testkit.Ports;
import org.posthouse.testkit.dns.DnsServer;
import org.posthouse.testkit.dns.DnsServer.Mood;

/** Two servers find each other by DNS and exchange mail, whatever happens to one of them. */
@TestInstance(Lifecycle.PER_CLASS)
final class MxExchangeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private DnsServer dns;
    private Site school;
    private Site example;

    @BeforeAll
    void open() throws Exception {
        dns = DnsServer.start().ttl(Duration.ofSeconds(1));
        int offset = Ports.offset();
        school = Site.open(folder.resolve("school"), "school.edu", "127.0.0.2", offset, dns);
        example = Site.open(folder.resolve("example"), "example.com", "127.0.0.3", offset, dns);
    }

    @AfterAll
    void close() throws Exception {
        school.close();
        example.close();
        dns.close();
    }

    private static void eventually(Callable<Boolean> claim) {
        await().atMost(PATIENCE).ignoreExceptions().until(claim);
    }

    @Test
    void mailGoesBothWaysAndTheTraceTellsWhereTo() throws Exception {
        String reply = Run.of(school.swaks("ron@example.com"), "").out();
        assertThat(reply).contains("<~  250 2.0.0 queued as ");
        eventually(() -> example.holding("ron", "This is a test mailing") == 1);
        String id = reply.replaceAll("(?s).*queued as (\\w+).*", "$1");
        String trace = school.posthouse("trace", id, "--json").out();
        assertThat(trace).contains("mx.example.com [127.0.0.3] (TLSv1.").contains("org.posthouse.delivery.smtp");
        assertThat(example.holding("ron", "with ESMTPS id")).isPositive();
        example.send("ron", "kate@school.edu", "reply");
        eventually(() -> school.holding("kate", "Subject: reply") == 1);
    }

    @Test
    void whoIsUnknownThereIsReportedToTheSender() throws Exception {
        school.send("kate", "nobody@example.com", "to nobody");
        eventually(() -> school.holding("kate", "Final-Recipient: rfc822; nobody@example.com") == 1);
        assertThat(school.holding("kate", "mx.example.com [127.0.0.3]")).isEqualTo(1);
        assertThat(school.holding("kate", "Remote-MTA: dns; mx.example.com\r\nDiagnostic-Code: smtp; 550 5.1.1 "))
                .isEqualTo(1);
        school.send("kate", "kate@nowhere.example", "to nowhere");
        eventually(() -> school.holding("kate", "Status: 5.1.2") == 1);
        dns.record("null.example", "MX", "0 .");
        school.send("kate", "kate@null.example", "to no mail host");
        eventually(() -> school.holding("kate", "Status: 5.1.10") == 1);
    }

    @Test
    void aHostWithoutReportsIsSpokenForAndGetsOneCopyForAll() throws Exception {
        try (SlowSink sink = new SlowSink("127.0.0.7", school.server().port(25))) {
            dns.record("old.example", "MX", "10 mx.old.example.").record("mx.old.example", "A", "127.0.0.7");
            try (Smtp smtp = school.submission("kate")) {
                smtp.expect("250", "MAIL FROM:<kate@school.edu>");
                for (String name : List.of("ann", "bob", "tom")) {
                    smtp.expect("250", "RCPT TO:<" + name + "@old.example> NOTIFY=SUCCESS");
                }
                smtp.expect("354", "DATA");
                smtp.expect("250", "From: kate@school.edu\r\nSubject: asked\r\n\r\nx\r\n.");
            }
            eventually(() -> school.holding("kate", "Action: relayed") == 1);
            assertThat(school.holding("kate", "Final-Recipient: rfc822; tom@old.example"))
                    .isEqualTo(1);
            assertThat(sink.taken()).isEqualTo(1);
        }
    }

    @Test
    void mailWaitsForAServerThatDiedAndComesBack() throws Exception {
        example.server().killHard();
        school.send("kate", "ron@example.com", "while you were away");
        eventually(() -> school.queue().contains("4.4.1"));
        assertThat(school.queue()).contains("mx.example.com [127.0.0.3]");
        example.server().again();
        eventually(() -> example.holding("ron", "while you were away") == 1);
    }

    @Test
    void mailWaitsForDns() throws Exception {
        dns.mood(Mood.SERVFAIL);
        school.send("kate", "ron@example.com", "no directions");
        eventually(() -> school.queue().contains("4.4.3"));
        dns.mood(Mood.ANSWERS);
        eventually(() -> example.holding("ron", "no directions") == 1);
    }

    @Test
    void nothingIsLostWhileAServerEndsAndStartsAgain() throws Exception {
        int mails = Boolean.getBoolean("posthouse.long") ? 60 : 20;
        CompletableFuture<Void> restarts = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 2; i++) {
                    assertThat(example.server().terminate()).isZero();
                    example.server().again();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        String large = "x".repeat(70) + "\r\n";
        try (Smtp smtp = school.submission("kate")) {
            for (int i = 0; i < mails; i++) {
                String message = "Subject: number " + i + ".\r\n\r\n" + large.repeat(10_000);
                assertThat(smtp.mail("kate@school.edu", "ron@example.com", message))
                        .startsWith("250");
            }
        }
        restarts.get(4, TimeUnit.MINUTES);
        Set<String> missing = new TreeSet<>();
        for (int i = 0; i < mails; i++) {
            missing.add("Subject: number " + i + ".");
        }
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            try (Imap ron = example.imap("ron")) {
                ron.ok("SELECT INBOX");
                List<String> headers =
                        ron.ok("FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]").untagged();
                missing.removeIf(String.join("", headers)::contains);
            }
            assertThat(missing).isEmpty();
        });
    }

    @Test
    void aServerThatEndsInTheMidstOfAMailSendsItAgain() throws Exception {
        try (SlowSink sink = new SlowSink("127.0.0.5", school.server().port(25))) {
            dns.record("slow.example", "MX", "10 mx.slow.example.").record("mx.slow.example", "A", "127.0.0.5");
            String message = "Subject: slow\r\n\r\n" + ("y".repeat(70) + "\r\n").repeat(100_000);
            try (Smtp smtp = school.submission("kate")) {
                assertThat(smtp.mail("kate@school.edu", "kate@slow.example", message))
                        .startsWith("250");
            }
            assertThat(sink.inTheMidst(PATIENCE)).isTrue();
            assertThat(school.server().terminate()).isZero();
            assertThat(sink.taken()).isZero();
            sink.hurry();
            school.server().again();
            eventually(() -> sink.taken() == 1);
            // As long as it was, and a Received field longer.
            assertThat(sink.lastSize()).isBetween(message.length() + 1, message.length() + 1_000);
        }
    }

    @Test
    void s25HostsThatHangHoldUpNobodyElse() throws Exception {
        try (SlowSink tarpit = new SlowSink("127.0.0.6", school.server().port(25))) {
            tarpit.silent();
            for (int i = 0; i < 100; i++) {
                dns.record("tarpit.example", "MX", "10 t" + i + ".tarpit.example.")
                        .record("t" + i + ".tarpit.example", "A", "127.0.0.6")
                        .record("d" + i + ".example", "MX", "10 t" + i + ".tarpit.example.");
            }
            try (Smtp smtp = school.submission("kate")) {
                for (int i = 0; i < 40; i++) {
                    String to = i % 2 == 0 ? "x@tarpit.example" : "x@d" + i + ".example";
                    assertThat(smtp.mail("kate@school.edu", to, "Subject: stuck\r\n\r\nx\r\n"))
                            .startsWith("250");
                }
            }
            eventually(() -> tarpit.visitors() > 2);
            school.send("kate", "ron@example.com", "past the tarpit");
            school.send("kate", "ron@school.edu", "at home");
            eventually(() -> example.holding("ron", "past the tarpit") == 1);
            eventually(() -> school.holding("ron", "at home") == 1);
        }
    }
}
