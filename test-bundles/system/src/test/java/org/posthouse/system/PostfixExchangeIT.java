package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.testkit.Ports;
import org.posthouse.testkit.dns.DnsServer;

/** Mail between Posthouse and Postfix. */
@Tag("clients")
@TestInstance(Lifecycle.PER_CLASS)
final class PostfixExchangeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private DnsServer dns;
    private Site school;
    private Postfix postfix;

    @BeforeAll
    void open() throws Exception {
        dns = DnsServer.start().ttl(Duration.ofSeconds(1));
        int offset = Ports.offset();
        school = Site.open(folder.resolve("school"), "school.edu", "127.0.0.2", offset, dns);
        postfix = Postfix.open("post.example", "127.0.0.4", 25 + offset, List.of(List.of("school.edu", "127.0.0.2")));
        dns.record("post.example", "MX", "10 mx.post.example.").record("mx.post.example", "A", "127.0.0.4");
    }

    @AfterAll
    void close() throws Exception {
        school.close();
        postfix.close();
        dns.close();
    }

    private static void eventually(Callable<Boolean> claim) {
        await().atMost(PATIENCE).ignoreExceptions().until(claim);
    }

    private boolean tomHas(String text) throws Exception {
        return postfix.mails().stream().anyMatch(mail -> mail.contains(text));
    }

    @Test
    void mailGoesToPostfixOverTlsAsItWas() throws Exception {
        String body = ".\r\n..two\r\n.three.\r\n\r\n\u00e4\u00f6\r\nFrom here\r\nlast\r\n";
        try (Smtp smtp = school.submission("kate")) {
            smtp.expect("250", "MAIL FROM:<kate@school.edu> BODY=8BITMIME");
            smtp.expect("250", "RCPT TO:<tom@post.example>");
            smtp.expect("354", "DATA");
            smtp.send("Subject: dots\r\n\r\n" + body.replace("\r\n.", "\r\n..").replaceFirst("^\\.", "..") + ".\r\n");
            assertThat(smtp.reply()).startsWith("250");
        }
        eventually(() -> tomHas("Subject: dots"));
        assertThat(postfix.mails())
                .filteredOn(mail -> mail.contains("Subject: dots"))
                .singleElement()
                .satisfies(mail -> assertThat(mail)
                        .contains("(Postfix) with ESMTPS id ")
                        .endsWith("\n\n" + body.replace("\r\n", "\n")));
    }

    @Test
    void mailComesFromPostfix() throws Exception {
        List<String> swaks =
                List.of("swaks", "--server", postfix.server(), "--from", "tom@post.example", "--to", "ron@school.edu");
        assertThat(Run.of(swaks, "").status()).isZero();
        eventually(() -> school.holding("ron", "This is a test mailing") == 1);
        assertThat(school.holding("ron", "from mx.post.example")).isEqualTo(1);
    }

    @Test
    void whoIsUnknownThereIsReported() throws Exception {
        school.send("kate", "nobody@post.example", "to nobody");
        eventually(() -> school.holding("kate", "Final-Recipient: rfc822; nobody@post.example") == 1);
        assertThat(school.holding("kate", "User unknown in virtual mailbox table"))
                .isEqualTo(1);
    }

    @Test
    void mailWaitsForPostfix() throws Exception {
        postfix.stop();
        for (int i = 0; i < 20; i++) {
            school.send("kate", "tom@post.example", "waiting " + i + ".");
        }
        eventually(() -> school.queue().contains("mx.post.example [127.0.0.4]"));
        postfix.start();
        for (int i = 0; i < 20; i++) {
            String subject = "Subject: waiting " + i + ".";
            eventually(() -> tomHas(subject));
        }
        assertThat(postfix.mails())
                .filteredOn(mail -> mail.contains("Subject: waiting "))
                .hasSize(20);
    }
}
