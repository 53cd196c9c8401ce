package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The console as an administrator meets it, in Chromium; and as those do who are none. Covers J06, J07 and J10. */
@Tag("clients")
final class ConsoleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MAIL = Console.MAIL;

    private Console console;
    private Browser browser;
    private Server server;

    @BeforeEach
    void fresh() throws Exception {
        console = Console.fresh();
        browser = console.browser();
        server = console.server();
    }

    private String origin() {
        return console.origin();
    }

    private String http(String method, String path, String... headers) throws IOException {
        return console.http(method, path, headers);
    }

    @Test
    void whoKnowsThePasswordIsLetInAndOutAgain() throws Exception {
        browser.open(origin() + "/");
        console.enter("wrong");
        assertThat(browser.text()).contains("Name or password is wrong");
        browser.complaints();
        console.enter("posthouse");
        assertThat(browser.text())
                .contains("admin@school.edu")
                .contains("All is well")
                .contains("submissions");
        assertThat(browser.run("document.cookie")).doesNotContain("posthouse");
        assertThat(browser.complaints()).isEmpty();
        browser.leave(() -> browser.click(".who button"));
        browser.open(origin() + MAIL);
        assertThat(browser.run("location.pathname")).isEqualTo(MAIL + "/login");
    }

    @Test
    void aMailJustSentIsThereWithEveryStepOfItsWay() throws Exception {
        console.login();
        String id = console.send("ron@example.com");
        browser.until("document.getElementById('mails').innerText.includes('" + id + "')");
        browser.until("document.getElementById('mails').innerText.includes('delivered')");
        assertThat(browser.run("document.getElementById('mails').innerText"))
                .contains("ron@example.com")
                .contains("kate@school.edu");
        browser.open(origin() + MAIL + "/trace?q=" + id);
        assertThat(browser.text())
                .contains("Trace of " + id)
                .contains("filter.access")
                .contains("core.pipeline")
                .contains("accepted")
                .contains("delivered")
                .contains("µs");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aTimeLineGoesOnToTheEndOfTheMailAndFitsANarrowWindow() throws Exception {
        console.login();
        String id = console.send("ron@example.com");
        String trace = origin() + MAIL + "/trace?q=" + id;
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            browser.open(trace);
            return browser.text().contains("delivered");
        });
        try (Imap imap = server.imap("kate@school.edu")) {
            imap.ok("SELECT INBOX");
            String uids = String.join("", imap.ok("UID SEARCH ALL").untagged()).strip();
            imap.ok("UID MOVE " + uids.substring(uids.lastIndexOf(' ') + 1) + " Trash");
            imap.ok("SELECT Trash");
            imap.ok("STORE 1:* +FLAGS (\\Deleted)");
            imap.ok("EXPUNGE");
        }
        browser.open(trace);
        assertThat(browser.run("document.querySelector('.trace').innerText"))
                .containsSubsequence("connect", "accepted", "stored", "moved", "expunged")
                .contains("in INBOX as UID", "to Trash UID", "by kate@school.edu over imap from 127.0.0.1")
                .contains("by store.jdbc 0.");
        browser.run("(document.querySelector('select[name=by]').value = 'client')");
        browser.type("input[name=q]", "client.example");
        browser.size(400, 800);
        browser.leave(() -> browser.click(".search button"));
        assertThat(browser.run("document.querySelector('.trace').innerText")).contains(id, "expunged");
        assertThat(browser.run("document.documentElement.scrollWidth")).isEqualTo("400");
        browser.size(1180, 860);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aSettingSavedInTheFormIsInEtcAndActs() throws Exception {
        console.login();
        browser.open(origin() + "/system/console/configMgr/org.posthouse.protocol.smtp");
        browser.until("document.querySelector('#editorForm [name=maxMessageSize]') != null");
        browser.type("#editorForm [name=maxMessageSize]", "7654321");
        browser.run("[...document.querySelectorAll('.ui-dialog-buttonset button')]"
                + ".find(each => each.innerText == 'Save').click()");
        Path file = server.home().resolve("etc/org.posthouse.protocol.smtp.config");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(file) && Files.readString(file).contains("7654321"));
        await().atMost(PATIENCE).until(() -> {
            try (Smtp smtp = server.smtp()) {
                smtp.send("EHLO client.example\r\n");
                return smtp.whole().contains("SIZE 7654321");
            }
        });
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aValueOutOfRangeIsRefusedWithTheReason() throws Exception {
        Run saved = Run.of(
                List.of(
                        "curl",
                        "-si",
                        "-u",
                        "admin:posthouse",
                        "-d",
                        "apply=true&propertylist=shortestPassword&shortestPassword=-9",
                        origin() + "/system/console/configMgr/org.posthouse.core.accounts"),
                "");
        assertThat(saved.out())
                .startsWith("HTTP/1.1 400")
                .contains("org.posthouse.core.accounts: shortestPassword must not be -9, less than");
        assertThat(Files.readString(server.home().resolve("log/posthouse.log")))
                .contains("shortestPassword must not be -9")
                .doesNotContain("\tat org.posthouse.core.config");
    }

    @Test
    void felixsPagesComeWithoutComplaintAndLeadBackToMail() throws Exception {
        console.login();
        for (String page : List.of("bundles", "components", "configMgr", "services", "logs", "healthcheck")) {
            browser.open(origin() + "/system/console/" + page);
            assertThat(browser.run("document.querySelector('a[href$=\"/mail/overview\"]') != null"))
                    .isEqualTo("true");
            assertThat(browser.complaints()).as(page).isEmpty();
        }
    }

    @Test
    void whatStrangersSendIsShownAsTextAndNeverRuns() throws Exception {
        console.login();
        String hostile = "<img src=x onerror=document.title='gone'>";
        String id = console.send("\"" + hostile + "\"@example.com", "<\"" + hostile + "\"@example.com>");
        browser.until("document.getElementById('mails').innerText.includes('" + id + "')");
        assertThat(browser.run("document.getElementById('mails').innerText")).contains("<img src=x");
        browser.open(origin() + MAIL + "/trace?q=" + id);
        assertThat(browser.text()).contains("<img src=x onerror=");
        browser.open(origin() + MAIL + "/trace?q=%3Cscript%3Edocument.title='gone'%3C/script%3E");
        assertThat(browser.text()).contains("<script>");
        assertThat(browser.run("document.title + document.querySelectorAll('img').length"))
                .isEqualTo("Trace · Posthouse0");
        assertThat(browser.complaints()).isEmpty();
    }

    /** A Message-ID without end, letters from right to left, signs that turn others round; in a narrow window, without a mouse. */
    @Test
    void whatIsMadeToConfuseIsShownInItsPlace() throws Exception {
        console.login();
        String folded = "\r\n " + "x".repeat(900);
        byte[] hebrew = "<\u202e\u05d0\u05d1\u202d1@2.example".getBytes(StandardCharsets.UTF_8);
        String id = console.send(
                "ron@example.com", new String(hebrew, StandardCharsets.ISO_8859_1) + folded.repeat(70) + ">");
        browser.size(400, 800);
        String trace = "document.querySelector('.trace').innerText";
        browser.open(origin() + MAIL + "/trace?q=" + id);
        assertThat(browser.run(trace))
                .contains("\ufffd\u05d0\u05d1\ufffd1@2.example", " … (cut, 63")
                .doesNotContain("\u202e", "\u202d");
        assertThat(browser.run("document.documentElement.scrollWidth")).isEqualTo("400");
        assertThat(browser.run("[...document.querySelectorAll('.trace a, .search *')]"
                        + ".filter(each => each.tabIndex < 0 && each.tagName != 'OPTION').length"))
                .isEqualTo("0");
        browser.size(1180, 860);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aPlugInIsInstalledThroughThePageAndByNoOtherWay() throws Exception {
        console.login();
        console.open("old");
        Path jar = Distribution.exampleFilter("1.0.0");
        String put = Run.of(
                        List.of(
                                "curl",
                                "-s",
                                "-u",
                                "admin:posthouse",
                                "-T",
                                jar.toString(),
                                origin() + MAIL + "/plugins?file=example-filter.jar"),
                        "")
                .out();
        assertThat(put).contains("org.posthouse.example.filter 1.0.0 is active");
        assertThat(server.home().resolve("plugins")).isDirectoryContaining("glob:**example*.jar");
        browser.until("document.getElementById('plugins').innerText.includes('example.filter')");
        Run behind = Run.of(
                List.of(
                        "curl",
                        "-s",
                        "-u",
                        "admin:posthouse",
                        "-F",
                        "action=install",
                        "-F",
                        "bundlefile=@" + jar,
                        origin() + "/system/console/bundles"),
                "");
        assertThat(behind.out()).contains("on the console's page Filters");
        browser.run("(window.confirm = () => true)");
        browser.leave(() -> browser.run("[...document.querySelectorAll('#plugins tr')]"
                + ".find(each => each.innerText.includes('example.filter')).querySelector('[value=remove]').click()"));
        assertThat(browser.text()).contains("remove is done");
        assertThat(Files.readString(server.home().resolve("log/audit.log")))
                .contains("console: admin@school.edu: plugins install example-filter.jar")
                .contains("remove");
    }

    @Test
    void withoutALoginOrFromElsewhereNothingIsShownOrChanged() throws Exception {
        String port = Integer.toString(server.port(8080));
        for (String path : List.of("/bundles.json", "/configMgr", "/mail", "/status-Configurations.txt")) {
            assertThat(http("GET", "/system/console" + path)).startsWith("HTTP/1.1 401");
        }
        assertThat(http("POST", MAIL + "/plugins", "Origin: " + origin())).startsWith("HTTP/1.1 401");
        assertThat(http("POST", MAIL + "/login")).startsWith("HTTP/1.1 403");
        assertThat(http("POST", MAIL + "/login", "Origin: http://evil.example")).startsWith("HTTP/1.1 403");
        assertThat(http("GET", MAIL + "/login", "Host: evil.example:" + port)).startsWith("HTTP/1.1 421");
        assertThat(http("GET", MAIL, "Authorization: Basic YWRtaW46YWRtaW4=")).startsWith("HTTP/1.1 401");
        assertThat(http("GET", MAIL + "/login", "Origin: ${jndi:ldap://127.0.0.1/x}"))
                .startsWith("HTTP/1.1 200")
                .contains("frame-ancestors 'none'")
                .contains("nosniff")
                .contains("no-store");
        for (String bad : List.of(
                "/system/console/%2e%2e/x", "/system/console//bundles", "/..;/", "/%00", "/" + "x".repeat(20_000))) {
            assertThat(http("GET", bad))
                    .as(bad)
                    .matches("(?s)HTTP/1.1 (4|302).*")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void byHttpsTheServersCertificateIsShownAndTheCookieKeepsToHttps() throws Exception {
        String secure = "https://localhost:" + server.port(8443);
        Run run = Run.of(
                List.of(
                        "curl",
                        "-ski",
                        "-H",
                        "Origin: " + secure,
                        "-d",
                        "name=admin&password=posthouse",
                        secure + MAIL + "/login"),
                "");
        assertThat(run.out()).startsWith("HTTP/1.1 302").contains("; Secure; HttpOnly; SameSite=Strict");
    }

    @Test
    void withoutOurLoginFelixsOwnIsGoodForNothing() throws Exception {
        // admin:admin, as Felix delivers it.
        String felix = "Authorization: Basic YWRtaW46YWRtaW4=";
        assertThat(http("GET", "/system/console/bundles", felix)).startsWith("HTTP/1.1 401");
        assertThat(server.posthouse("plugin", "stop", "console.web").status()).isZero();
        assertThat(http("GET", "/system/console/bundles", felix)).startsWith("HTTP/1.1 404");
        assertThat(server.posthouse("plugin", "start", "console.web").status()).isZero();
        await().atMost(PATIENCE).until(() -> http("GET", MAIL + "/login").startsWith("HTTP/1.1 200"));
    }

    @Test
    void secretsAreNeitherInFormsNorInDumps() throws Exception {
        assertThat(server.posthouse(
                                "config",
                                "set",
                                "org.posthouse.delivery.smtp.route~secret.example",
                                "domain=secret.example",
                                "host=127.0.0.1",
                                "user=kate",
                                "password=hunter2hay")
                        .status())
                .isZero();
        console.login();
        for (String path : List.of(
                "configMgr/org.posthouse.delivery.smtp.route~secret.example.json",
                "configMgr/org.posthouse.delivery.smtp.route~secret.example?post=true",
                "status-Configurations.txt",
                "components")) {
            String text = browser.run("fetch('/system/console/" + path + "').then(answer => answer.text())");
            assertThat(text).as(path).isNotEmpty().doesNotContain("hunter2");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "posthouse.write", matches = "true")
    void thePictureInTheReadmeIsOfToday() throws Exception {
        console.login();
        for (int i = 0; i < 4; i++) {
            console.send(i % 2 == 0 ? "ron@example.com" : "postmaster@example.com");
        }
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<ron@example.com>");
            smtp.expect("550", "RCPT TO:<nobody@school.edu>");
        }
        browser.open(origin() + MAIL);
        browser.until("document.getElementById('mails').innerText.split('delivered').length > 4");
        Files.write(Distribution.tree().resolve("docs/console.png"), browser.picture(1180, 860));
    }
}
