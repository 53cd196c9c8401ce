package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing in the defaults lets anyone in. */
final class SafeDefaultsIT {
    @TempDir
    Path home;

    @Test
    void i07WithoutDemoNobodyIsThereAndNoPasswordIsTakenInClearText() throws Exception {
        try (Server server = Server.plain(home)) {
            try (Imap imap = new Imap(server.port(143))) {
                assertThat(String.join("", imap.ok("CAPABILITY").untagged()))
                        .contains("LOGINDISABLED", "STARTTLS")
                        .doesNotContain("AUTH=");
                assertThat(imap.ask("LOGIN kate@school.edu posthouse").ok()).isFalse();
            }
            try (Pop3 pop3 = new Pop3(server.port(110))) {
                assertThat(pop3.lines("CAPA"))
                        .contains("STLS")
                        .doesNotContain("USER")
                        .noneMatch(each -> each.startsWith("SASL"));
                assertThat(pop3.ask("USER kate@school.edu")).startsWith("-ERR");
                assertThat(pop3.ask("PASS posthouse")).startsWith("-ERR");
            }
            try (Smtp smtp = new Smtp(server.port(587))) {
                smtp.send("EHLO client.example\r\n");
                assertThat(smtp.whole()).contains("STARTTLS").doesNotContain("AUTH");
                assertThat(smtp.ask("AUTH PLAIN AGthdGUAcG9zdGhvdXNl")).startsWith("5");
                assertThat(smtp.ask("MAIL FROM:<kate@school.edu>")).startsWith("530");
            }
            try (Smtp smtp = server.smtp()) {
                smtp.expect("250", "EHLO client.example");
                smtp.expect("250", "MAIL FROM:<ron@example.com>");
                assertThat(smtp.ask("RCPT TO:<kate@school.edu>")).startsWith("55");
            }
            assertThat(server.posthouse("account", "list").out()).contains("There are no accounts");
            assertThat(server.posthouse("domain", "list").out()).contains("There are no domains");
        }
    }

    @Test
    void thereIsNoConsoleBeforeItsFirstAdministratorWhoLogsInOverTls() throws Exception {
        try (Server server = Server.plain(home)) {
            URI login = URI.create("http://127.0.0.1:" + server.port(8080) + "/system/console/mail/login");
            HttpRequest request = HttpRequest.newBuilder(login).build();
            HttpClient client = HttpClient.newHttpClient();
            await().atMost(Duration.ofMinutes(3)).ignoreExceptions().untilAsserted(() -> {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("posthouse account add");
            });
            assertThat(server.posthouse("domain", "add", "zoo.example").status())
                    .isZero();
            List<String> add = List.of(
                    Distribution.command().toString(),
                    "account",
                    "add",
                    "zoe@zoo.example",
                    "--admin",
                    "--password-stdin",
                    "--home",
                    home.toString());
            assertThat(Run.of(add, "a good password\n").status()).isZero();
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> client.send(request, HttpResponse.BodyHandlers.ofString())
                                    .statusCode()
                            == 200);
            String url = "imaps://127.0.0.1:" + server.port(993) + "/";
            Run right = Run.of(List.of("curl", "-sk", "--user", "zoe@zoo.example:a good password", url), "");
            assertThat(right.out()).contains("INBOX");
            Run wrong = Run.of(List.of("curl", "-sk", "--user", "zoe@zoo.example:a bad password", url), "");
            assertThat(wrong.status()).isEqualTo(67);
        }
    }

    @Test
    void secretsAreForTheServersUserAlone() throws Exception {
        try (Server server = Server.demo(home)) {
            List<String> set = List.of(
                    Distribution.command().toString(),
                    "route",
                    "set",
                    "out.example",
                    "mail.example.net:587",
                    "--user",
                    "bob",
                    "--password-stdin",
                    "--home",
                    home.toString());
            assertThat(Run.of(set, "hunter2hay\n").status()).isZero();
            for (String folder : List.of("data", "run", "etc", "log")) {
                assertThat(permissions(folder)).as(folder).isEqualTo("rwx------");
            }
            assertThat(permissions("etc/org.posthouse.delivery.smtp.route~out.example.config"))
                    .isEqualTo("rw-------");
            assertThat(permissions("log/posthouse.log")).isEqualTo("rw-r-----");
            for (String folder : List.of("etc", "log")) {
                try (Stream<Path> files = Files.list(home.resolve(folder))) {
                    assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(
                                    permissions(folder + "/" + file.getFileName()))
                            .as(file.toString())
                            .endsWith("---"));
                }
            }
            try (Stream<Path> keys = Files.list(home.resolve("data/tls"))) {
                for (Path key :
                        keys.filter(file -> file.toString().contains("key")).toList()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                            .isEqualTo("rw-------");
                }
            }
            assertThat(Files.readString(home.resolve("log/posthouse.log"))).doesNotContain("argon2id");
            assertThat(server.terminate()).isZero();
        }
    }

    private String permissions(String folder) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(folder)));
    }

    @Test
    void demoIsForLoopbackAndWrongUsageIsTold() throws Exception {
        String posthouse = Distribution.command().toString();
        Run open = Run.of(List.of(posthouse, "run", "--demo", "--bind", "0.0.0.0", "--home", home.toString()), "");
        assertThat(open.status()).isEqualTo(2);
        assertThat(open.err()).contains("--bind");
        assertThat(Run.of(List.of(posthouse, "run", "--nonsense"), "").status()).isEqualTo(2);
        assertThat(Run.of(List.of(posthouse, "run", "--port-offset", "x"), "").status())
                .isEqualTo(2);
        assertThat(home.resolve("data")).doesNotExist();
    }
}
