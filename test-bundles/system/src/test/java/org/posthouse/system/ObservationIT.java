package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What services tell, chosen for each while it works, with nothing secret in it, and no more of it kept than there is room for; and figures
 * for those who watch.
 */
final class ObservationIT {
    private static final String KATE = "kate@school.edu";

    private static final Pattern SAMPLE = Pattern.compile(
            "[a-z_][a-z0-9_]*(\\{[a-z_]+=\"[^\"\\\\\n]*\"(,[a-z_]+=\"[^\"\\\\\n]*\")*\\})? (-?[0-9.]+(E-?[0-9]+)?|NaN|[+-]Inf)");

    @TempDir
    static Path home;

    private static Server server;

    @BeforeAll
    static void begin() throws Exception {
        String delivered = Files.readString(
                Distribution.command().resolve("../../etc/logback.xml").normalize());
        String small = delivered.replace("<maxFileSize>100MB", "<maxFileSize>40KB");
        assertThat(small).isNotEqualTo(delivered);
        Files.writeString(Files.createDirectories(home.resolve("etc")).resolve("logback.xml"), small);
        server = Server.demo(home);
    }

    @AfterAll
    static void end() throws Exception {
        server.close();
    }

    private static void level(String service, String detail) throws Exception {
        assertThat(server.posthouse("log", "level", service, detail).status()).isZero();
    }

    private static String told(String service, String id) throws Exception {
        return server.posthouse("log", "--service", service, "--message", id, "--lines", "1000")
                .out();
    }

    /** The connection that says this. */
    private static String idOf(String service, String words) throws Exception {
        String line = server.posthouse("log", "--service", service, "--lines", "1000")
                .out()
                .lines()
                .filter(each -> each.contains(words))
                .findFirst()
                .orElseThrow();
        return line.replaceFirst(".*?\\] (\\S+) .*", "$1");
    }

    @Test
    void eachCommandIsToldAtHighButNoPasswordAndNothingForged() throws Exception {
        level("imap", "high");
        level("submission", "high");
        level("pop3", "high");
        try (Imap imap = new Imap(server.port(143))) {
            imap.ok("LOGIN " + KATE + " posthouse");
            imap.ok("CREATE \"from the log test\"");
            imap.ok("SELECT INBOX");
            imap.ok("SEARCH TEXT diagnosis");
            imap.ask("LOGIM kate posthouse");
            imap.ok("LOGOUT");
        }
        try (Caller pop3 = new Caller(server.port(110))) {
            pop3.line();
            pop3.expect("+OK", "USER " + KATE);
            pop3.expect("+OK", "PASS posthouse");
            pop3.expect("+OK", "QUIT");
        }
        try (Smtp smtp = new Smtp(server.port(587))) {
            smtp.expect("250", "EHLO from.the.log.test");
            smtp.expect("235", "AUTH PLAIN AGthdGVAc2Nob29sLmVkdQBwb3N0aG91c2U=");
            smtp.expect("250", "MAIL FROM:<" + KATE + ">");
            smtp.ask("RCPT TO:<\u001b[31m2026-01-01T00:00:00.000Z INFO forged@school.edu>");
            smtp.expect("221", "QUIT");
        }
        await().untilAsserted(() -> assertThat(told("submission", "QUIT")).contains("> QUIT"));
        String imap = told("imap", idOf("imap", "CREATE \"from the log test\""));
        assertThat(imap)
                .contains("came from 127.0.0.1", "LOGIN …", "CREATE \"from the log test\"", "SEARCH …", "left")
                .contains("> a command that is none")
                .doesNotContain("posthouse\n", "diagnosis");
        String pop3 = told("pop3", idOf("pop3", "> USER " + KATE));
        assertThat(pop3).contains("> PASS …", "+OK");
        String submission = told("submission", idOf("submission", "> EHLO from.the.log.test"));
        assertThat(submission).contains("> AUTH PLAIN\n", "235 2.7.0", "> MAIL FROM:<" + KATE + ">", "221 2.0.0");
        String all = Files.readString(home.resolve("log/posthouse.log"));
        assertThat(all).doesNotContain("AGthdGVA", "LOGIN " + KATE + " p", "PASS p", "\u001b");
        assertThat(all.lines().filter(line -> line.startsWith("2026-01-01T00:00:00.000Z")))
                .isEmpty();
    }

    @Test
    void whatIsSaidToAnotherHostIsToldByTheIdOfTheMail() throws Exception {
        level("delivery", "high");
        // It is this server itself, where she may not send under his name.
        List<String> route = List.of(
                Distribution.command().toString(),
                "route",
                "set",
                "far.example",
                "127.0.0.1:" + server.port(587),
                "--user",
                KATE,
                "--password-stdin",
                "--tls",
                "none",
                "--home",
                home.toString());
        assertThat(Run.of(route, "posthouse\n").status()).isZero();
        String reply;
        try (Smtp smtp = new Smtp(server.port(587))) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("235", "AUTH PLAIN AHJvbkBleGFtcGxlLmNvbQBwb3N0aG91c2U=");
            reply = smtp.mail("ron@example.com", "someone@far.example", "From: ron@example.com\r\n\r\nx\r\n");
        }
        String id = reply.replaceFirst(".* queued as (\\w+).*", "$1");
        await().untilAsserted(() -> assertThat(told("delivery", id)).contains("553 5.7.1"));
        assertThat(told("delivery", id))
                .contains("reached ", "> EHLO", "> AUTH PLAIN\n", "235 ", "> MAIL FROM:<ron@example.com>");
        assertThat(Files.readString(home.resolve("log/posthouse.log"))).doesNotContain("AGthdGVAc2Nob29s");
    }

    @Test
    void aServiceAtLowTellsNothingOfWhatIsInOrder() throws Exception {
        level("lmtp", "low");
        try (Smtp quiet = new Smtp(server.port(24))) {
            quiet.expect("250", "LHLO quiet.example");
        }
        level("lmtp", "medium");
        try (Smtp heard = new Smtp(server.port(24))) {
            heard.expect("250", "LHLO heard.example");
        }
        await().untilAsserted(() -> assertThat(told("lmtp", "left")).isNotEmpty());
        assertThat(told("lmtp", "came from").lines()).hasSize(1);
        assertThat(told("lmtp", "LHLO")).isEmpty();
    }

    @Test
    void thereIsATableOfDetailsAndAWrongWordIsRefused() throws Exception {
        assertThat(server.posthouse("log", "level").out()).contains("SERVICE", "smtp", "imap", "delivery");
        Run none = server.posthouse("log", "level", "telnet", "high");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains("no service 'telnet'; there are all, delivery, imap");
        assertThat(server.posthouse("log", "level", "imap", "loud").status()).isEqualTo(2);
        level("smtp", "low");
        assertThat(server.posthouse("log", "level", "smtp", "--json").out()).contains("\"low\"");
    }

    @Test
    void aFullFileIsCompressedAndANewOneBegun() throws Exception {
        level("imap", "high");
        try (Imap imap = server.imap(KATE)) {
            await().until(() -> {
                for (int i = 0; i < 50; i++) {
                    imap.ok("STATUS INBOX (MESSAGES)");
                }
                return archived();
            });
        }
        assertThat(home.resolve("log/posthouse.log")).exists();
    }

    @Test
    void figuresAreThereForPrometheusAndByCommand() throws Exception {
        try (Smtp smtp = new Smtp(server.port(25));
                Imap imap = server.imap(KATE)) {
            imap.ok("NOOP");
            smtp.expect("250", "EHLO client.example");
            assertThat(smtp.mail("ron@example.com", KATE, "Subject: figures\r\n\r\nx\r\n"))
                    .startsWith("250");
            await().untilAsserted(() ->
                    assertThat(get("/metrics").body()).contains("posthouse_mail_events_total{event=\"delivered\"} "));
            HttpResponse<String> answer = get("/metrics");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body().lines().filter(line -> !line.startsWith("# ")))
                    .hasSizeGreaterThan(40)
                    .allMatch(SAMPLE.asMatchPredicate());
            assertThat(answer.body())
                    .contains(
                            "posthouse_logged_in_connections{service=\"imap\"} 1\n",
                            "posthouse_listener_up{service=\"smtp\"} 1\n",
                            "posthouse_plugin_up{plugin=\"org.posthouse.protocol.imap\"",
                            "posthouse_queue_mails{state=\"held\"} 0\n")
                    .doesNotContain("kate", "ron@");
        }
        assertThat(server.posthouse("metrics").out()).contains("# TYPE process_cpu_seconds_total counter");
        assertThat(server.posthouse("metrics", "--json").out()).contains("\"name\" : \"posthouse_info\"");
        HttpResponse<String> health = get("/health");
        assertThat(health.body()).contains("listeners ok\n", "plug-ins ok\n");
        assertThat(health.statusCode()).isEqualTo(health.body().matches("(\\S+ (ok|warn)\n)+") ? 200 : 503);
    }

    /** What is switched off is as it is wanted, but for that without which no mail comes in. */
    @Test
    void whoIsSwitchedOffOnPurposeIsWell() throws Exception {
        String others = "org.posthouse.delivery.smtp";
        String accounts = "org.posthouse.delivery.local";
        try {
            switched("stop", others, "pop3");
            await().untilAsserted(
                            () -> assertThat(get("/health").body()).contains("listeners ok\n", "plug-ins warn\n"));
            HttpResponse<String> health = get("/health");
            assertThat(health.statusCode()).isEqualTo(health.body().matches("(\\S+ (ok|warn)\n)+") ? 200 : 503);
            switched("stop", accounts);
            await().untilAsserted(() -> assertThat(get("/health").body()).contains("plug-ins critical\n"));
            assertThat(get("/health").statusCode()).isEqualTo(503);
            assertThat(server.posthouse("health").status()).isEqualTo(4);
        } finally {
            switched("start", others, "pop3", accounts);
        }
        await().untilAsserted(() -> assertThat(get("/health").body()).contains("listeners ok\n", "plug-ins ok\n"));
        assertThat(server.posthouse("status").out()).doesNotContain("switched off");
    }

    private static void switched(String how, String... plugIns) throws Exception {
        for (String plugIn : plugIns) {
            assertThat(server.posthouse("plugin", how, plugIn).status()).isZero();
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + server.port(8080) + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static boolean archived() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("log"))) {
            return files.anyMatch(file ->
                    file.getFileName().toString().matches("posthouse\\.\\d{4}-\\d\\d-\\d\\d\\.\\d+\\.log\\.gz"));
        }
    }
}
