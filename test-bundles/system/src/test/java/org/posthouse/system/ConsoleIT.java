package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console as an administrator meets it, in Chromium; and as those do who are none. Covers J06, J07 and J10. */
@Tag("clients")
final class ConsoleIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String MAIL = Console.MAIL;

    private static final List<String> PAGES =
            List.of("overview", "messages", "queue", "accounts", "filters", "connections", "logs");

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
    void aSettingSavedInTheFormIsInEtcAndActs() throws Exception {
        console.login();
        browser.open(origin() + "/system/console/configMgr/org.posthouse.protocol.smtp");
        browser.until("document.querySelector('#editorForm [name=maxMessageSize]') != null");
        browser.type("#editorForm [name=maxMessageSize]", "7654321");
        browser.run("[...document.querySelectorAll('.ui-dialog-buttonset button')]"
                + ".find(each => each.innerText == 'Save').click()");
        try {
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
        } finally {
            done("config", "reset", "org.posthouse.protocol.smtp");
        }
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
    void withoutALoginOrFromElsewhereNothingIsShownOrChanged() throws Exception {
        String port = Integer.toString(server.port(8080));
        for (String path : List.of("/bundles.json", "/configMgr", "/mail", "/status-Configurations.txt")) {
            assertThat(http("GET", "/system/console" + path)).startsWith("HTTP/1.1 401");
        }
        assertThat(http("POST", MAIL + "/filters", "Origin: " + origin())).startsWith("HTTP/1.1 401");
        assertThat(http("POST", MAIL + "/login")).startsWith("HTTP/1.1 403");
        assertThat(http("POST", MAIL + "/login", "Origin: http://evil.example")).startsWith("HTTP/1.1 403");
        assertThat(http("GET", MAIL + "/login", "Host: evil.example:" + port)).startsWith("HTTP/1.1 421");
        assertThat(http("GET", MAIL, "Authorization: Basic YWRtaW46YWRtaW4=")).startsWith("HTTP/1.1 401");
        assertThat(http("GET", MAIL + "/login", "Origin: ${jndi:ldap://127.0.0.1/x}"))
                .startsWith("HTTP/1.1 200")
                .contains("frame-ancestors 'none'")
                .contains("nosniff")
                .contains("no-store");
        Run behind = Run.of(
                List.of(
                        "curl",
                        "-s",
                        "-u",
                        "admin:posthouse",
                        "-F",
                        "action=install",
                        "-F",
                        "bundlefile=@" + Distribution.exampleFilter("1.0.0"),
                        origin() + "/system/console/bundles"),
                "");
        assertThat(behind.out()).contains("on the console's page Filters");
        for (String bad : List.of(
                "/system/console/%2e%2e/x", "/system/console//bundles", "/..;/", "/%00", "/" + "x".repeat(20_000))) {
            assertThat(http("GET", bad))
                    .as(bad)
                    .matches("(?s)HTTP/1.1 (4|302).*")
                    .doesNotContain("\tat ");
        }
    }

    /** Before any login: there are more of them than the console has threads. */
    @Test
    void whoSendsHalfALoginKeepsNobodyElseWaiting() throws Exception {
        List<Socket> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                Socket half = new Socket(InetAddress.getLoopbackAddress(), server.port(8080));
                halves.add(half);
                half.getOutputStream()
                        .write(("POST " + MAIL + "/login HTTP/1.1\r\nHost: 127.0.0.1:" + server.port(8080)
                                        + "\r\nOrigin: "
                                        + origin() + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                        + "Content-Length: 100\r\n\r\nname=")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(http("GET", MAIL + "/login")).startsWith("HTTP/1.1 200");
            assertThat(http("GET", "/metrics")).startsWith("HTTP/1.1 200");
        } finally {
            for (Socket half : halves) {
                half.close();
            }
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
    void whatIsTooLargeIsRefusedHoweverItIsSentAndNothingOfItIsLeft() throws Exception {
        String settings = "org.posthouse.console.web";
        assertThat(server.posthouse("config", "set", settings, "uploadMebibytes=1")
                        .status())
                .isZero();
        try {
            for (String encoding : List.of("X-Hay: yes", "Transfer-Encoding: chunked")) {
                Run sent = Run.of(
                        List.of(
                                "curl",
                                "-s",
                                "-w",
                                "%{http_code}",
                                "-u",
                                "admin:posthouse",
                                "-H",
                                "Origin: " + origin(),
                                "-H",
                                encoding,
                                "-F",
                                "action=install",
                                "-F",
                                "file=@-;filename=hay.jar",
                                origin() + MAIL + "/filters"),
                        "hay".repeat(1_000_000));
                assertThat(sent.out()).as(encoding).contains("at most 1 MiB").endsWith("413");
            }
            assertThat(server.home().resolve("data/plugins/" + settings + "/uploads"))
                    .isEmptyDirectory();
        } finally {
            server.posthouse("config", "reset", settings);
        }
    }

    @Test
    void whatWasTypedOutlivesTheEndOfItsLogin() throws Exception {
        console.login();
        console.open("accounts/domains");
        browser.type("#new [name=id]", "hay.example");
        browser.run("fetch('" + MAIL + "/logout', {method: 'POST', body: new URLSearchParams({token:"
                + " document.querySelector('.who [name=token]').value})}).then(answer => answer.url)");
        browser.click("#new button");
        browser.until("document.getElementById('trouble') && document.activeElement.target == '_blank'");
        assertThat(browser.text()).contains("Your login has ended. What you have typed is still here");
        browser.run("fetch('" + MAIL + "/login', {method: 'POST', body: new URLSearchParams({name: 'admin', password:"
                + " 'posthouse'})}).then(answer => answer.url)");
        browser.complaints();
        console.order("#new button");
        try {
            assertThat(server.posthouse("domain", "list").out()).contains("hay.example");
            assertThat(browser.run("document.getElementById('trouble') == null"))
                    .isEqualTo("true");
        } finally {
            server.posthouse("domain", "remove", "hay.example");
        }
    }

    @Test
    void withoutOurLoginFelixsOwnIsGoodForNothingAndAPageWaitsForTheConsole() throws Exception {
        console.login();
        console.open("queue");
        // admin:admin, as Felix delivers it.
        String felix = "Authorization: Basic YWRtaW46YWRtaW4=";
        assertThat(http("GET", "/system/console/bundles", felix)).startsWith("HTTP/1.1 401");
        assertThat(server.posthouse("plugin", "stop", "console.web").status()).isZero();
        assertThat(http("GET", "/system/console/bundles", felix)).startsWith("HTTP/1.1 404");
        console.until("document.getElementById('trouble').innerText.includes('does not answer since')");
        assertThat(server.posthouse("plugin", "start", "console.web").status()).isZero();
        // Logins end with the console.
        console.until("location.pathname == '" + MAIL + "/login'");
        assertThat(browser.run("new URLSearchParams(location.search).get('next')"))
                .isEqualTo(MAIL + "/queue");
    }

    @Test
    void secretsAreNeitherInFormsNorInDumps() throws Exception {
        String route = "org.posthouse.delivery.smtp.route~secret.example";
        done("config", "set", route, "domain=secret.example", "host=127.0.0.1", "user=kate", "password=hunter2hay");
        try {
            console.login();
            for (String path : List.of(
                    "configMgr/" + route + ".json",
                    "configMgr/" + route + "?post=true",
                    "status-Configurations.txt",
                    "components")) {
                String text = browser.run("fetch('/system/console/" + path + "').then(answer => answer.text())");
                assertThat(text).as(path).isNotEmpty().doesNotContain("hunter2");
            }
        } finally {
            done("route", "clear", "secret.example");
        }
    }

    @Test
    void aMailJustSentIsOnTheOverviewAndLeadsToItsLife() throws Exception {
        console.login();
        String id = console.send("ron@example.com");
        console.untilSection("mails", id);
        console.untilSection("mails", "delivered");
        assertThat(console.section("mails")).contains("ron@example.com", "kate@school.edu");
        browser.leave(() -> browser.click("#mails a[href$=\"" + id + "\"]"));
        assertThat(browser.text()).contains(id, "filter.access", "core.pipeline", "accepted", "delivered", "µs");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void everyPageIsSound() throws Exception {
        console.login();
        for (String page : PAGES) {
            console.open(page);
            assertThat(browser.run("document.querySelector('.pages [aria-current=page]').pathname"))
                    .isEqualTo(MAIL + "/" + page);
            console.isSound(page);
        }
        console.open("accounts/store");
        console.isSound("the store");
        browser.open(origin() + MAIL + "/nowhere");
        browser.complaints();
        console.isSound("a page that is not there");
    }

    @Test
    void whatIsNotOfThisServerIsNeitherLoadedNorRun() throws Exception {
        console.login();
        for (String page : PAGES) {
            assertThat(browser.run("fetch('" + MAIL + "/" + page
                            + "').then(answer => answer.headers.get('Content-Security-Policy'))"))
                    .as(page)
                    .contains("default-src 'none'", "script-src 'self'", "form-action 'self'", "base-uri 'none'")
                    .doesNotContain("unsafe", "*", "data:", "http");
        }
        String refused = "new Promise(told => { document.addEventListener('securitypolicyviolation',"
                + " event => told(event.effectiveDirective + ' ' + document.title), {once: true}); %s })";
        assertThat(browser.run(String.format(
                        refused,
                        "const made = document.createElement('script'); made.textContent = 'document.title = 1';"
                                + " document.body.append(made);")))
                .startsWith("script-src")
                .endsWith(" Posthouse");
        assertThat(browser.run(String.format(refused, "new Image().src = 'http://127.0.0.1:1/hay.png';")))
                .startsWith("img-src");
        assertThat(browser.run(String.format(refused, "fetch('http://127.0.0.1:1/hay').catch(() => 0);")))
                .startsWith("connect-src");
        browser.complaints();
        browser.errands();
    }

    @Test
    void theOverviewTellsOfEachServiceWhatTheCommandLineTellsAndDrawsHowMailFares() throws Exception {
        console.login();
        String services = console.section("services");
        String status = server.posthouse("status").out();
        for (String service : List.of("smtp", "submissions", "imap", "imaps", "pop3", "lmtp")) {
            String line = status.lines()
                    .filter(each -> each.strip().startsWith(service + " "))
                    .findFirst()
                    .orElseThrow();
            assertThat(services).as(service).containsPattern(service + "\\s+up\\s");
            assertThat(services).contains(line.replaceAll(".*?(127\\.0\\.0\\.1:[0-9]+).*", "$1"));
        }
        assertThat(services).contains("Since");
        assertThat(browser.run("[...document.querySelectorAll('.chart svg[role=img]')].map(each => each.querySelector("
                        + "'title').textContent + (each.querySelector('desc').textContent.length > 20)).join()"))
                .isEqualTo("Mails per minutetrue,Mails that waittrue,Connections at a timetrue,"
                        + "Accepting a mail, in millisecondstrue");
        browser.leave(() -> browser.click("#traffic .spans a:not([aria-current])"));
        assertThat(console.section("traffic")).contains("a day ago", "Since the server started");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void felixsPagesComeWithoutComplaintAndHaveOursInTheirMenu() throws Exception {
        console.login();
        for (String page : List.of("bundles", "components", "configMgr", "services", "logs", "healthcheck")) {
            browser.open(origin() + "/system/console/" + page);
            for (String ours : PAGES) {
                assertThat(browser.run("document.querySelector('a[href$=\"/mail/" + ours + "\"]') != null"))
                        .as(page + " leads to " + ours)
                        .isEqualTo("true");
            }
            assertThat(browser.complaints()).as(page).isEmpty();
            assertThat(browser.errands()).as(page).isEmpty();
            browser.size(800, 800);
            assertThat(browser.run("document.documentElement.scrollWidth"))
                    .as(page)
                    .isEqualTo("800");
            browser.size(1180, 860);
        }
        console.open("queue");
        browser.leave(() -> browser.click(".others a[href$=services]"));
        assertThat(browser.run("location.pathname")).isEqualTo("/system/console/services");
    }

    /** From the login to an order and its answer, with what has the focus in sight all the way. */
    @Test
    void everythingIsDoneByTheKeyboardAlone() throws Exception {
        browser.open(origin() + MAIL);
        browser.write("admin");
        browser.key("Tab");
        browser.write("posthouse");
        browser.leave(() -> browser.key("Enter"));
        browser.key("Tab");
        assertThat(browser.run("document.activeElement.innerText")).isEqualTo("Skip to the page");
        reach("document.activeElement.innerText == 'Connections'");
        try (Imap imap = server.imap("kate@school.edu")) {
            imap.ok("NOOP");
            browser.leave(() -> browser.key("Enter"));
            browser.key("Tab");
            browser.key("Enter");
            browser.until("document.activeElement.id == 'main'");
            reach("document.activeElement.name == 'user'");
            browser.write("kate@school.edu");
            browser.leave(() -> browser.key("Enter"));
            reach("document.activeElement.value == 'close-user'");
            browser.key("Enter");
            // What cuts somebody off asks first, and the answer at hand is No.
            browser.until("document.querySelector('dialog[open]') != null");
            assertThat(browser.run("document.activeElement.innerText")).isEqualTo("No");
            browser.key("Escape");
            browser.until("!document.querySelector('dialog') && document.activeElement.value == 'close-user'");
            browser.key("Enter");
            reach("document.activeElement.value == 'yes'");
            browser.key("Enter");
            browser.until("document.activeElement.id == 'said'");
            assertThat(browser.run("document.activeElement.innerText")).contains("ending");
            await().atMost(PATIENCE).until(() -> !server.posthouse("connections", "--user", "kate@school.edu")
                    .out()
                    .contains("kate@"));
        }
        assertThat(browser.complaints()).isEmpty();
    }

    /** Presses Tab until it holds. */
    private void reach(String condition) throws Exception {
        for (int i = 0; i < 100; i++) {
            browser.key("Tab");
            assertThat(browser.run("getComputedStyle(document.activeElement).outlineStyle"))
                    .as(browser.run("document.activeElement.outerHTML"))
                    .isNotEqualTo("none");
            if (browser.run(condition).equals("true")) {
                return;
            }
        }
        throw new AssertionError("no Tab leads to where " + condition);
    }

    @Test
    void withoutAScriptFormsAreSentAllTheSame() throws Exception {
        console.login();
        try (Imap imap = server.imap("kate@school.edu")) {
            imap.ok("NOOP");
            console.open("connections?user=kate@school.edu");
            // As a browser without scripts sends it.
            browser.leave(() -> browser.run("HTMLFormElement.prototype.submit.call(Object.assign("
                    + "document.querySelector('#connections [value=close]').form, {innerHTML:"
                    + " document.querySelector('#connections [value=close]').form.innerHTML"
                    + " + '<input name=action value=close>'}))"));
            assertThat(console.section("said")).contains("is ending");
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void anOrderWithoutTheTokenIsRefusedAndChangesNothing() throws Exception {
        console.login();
        for (String page : PAGES) {
            assertThat(browser.run("fetch('" + MAIL + "/" + page + "', {method: 'POST', body: new URLSearchParams("
                            + "{action: 'stop', name: 'filter.access', token: 'x'})}).then(answer => answer.status)"))
                    .as(page)
                    .isEqualTo("403");
        }
        assertThat(browser.run("fetch('" + MAIL + "/logout', {method: 'POST'}).then(answer => answer.status)"))
                .isEqualTo("403");
        assertThat(server.posthouse("plugin", "list").out()).containsPattern("filter.access +[^ ]+ +filter +active");
        browser.complaints();
    }

    @Test
    void aPageWhoseBundleIsStoppedIsGoneAndSaysSo() throws Exception {
        console.login();
        console.open("logs");
        assertThat(server.posthouse("plugin", "stop", "console.logs").status()).isZero();
        try {
            console.open("logs");
            assertThat(browser.text()).contains("org.posthouse.console.logs does not run");
            assertThat(browser.run("document.querySelector('.pages a[href$=logs]')"))
                    .isEqualTo("null");
            browser.complaints();
            browser.leave(() -> browser.click("main a"));
            assertThat(browser.run("location.pathname")).isEqualTo(MAIL + "/overview");
        } finally {
            assertThat(server.posthouse("plugin", "start", "console.logs").status())
                    .isZero();
        }
        await().atMost(PATIENCE).until(() -> {
            console.open("logs");
            return browser.run("document.querySelector('.pages a[href$=logs]') != null")
                    .equals("true");
        });
        assertThat(browser.text()).doesNotContain("does not run");
    }

    /** J06: scripts in whatever strangers can write into. */
    @Test
    void whatStrangersSendIsShownAsTextAndNeverRuns() throws Exception {
        String image = "<img src=x onerror=document.title='gone'>";
        String script = "<script>document.title='gone'</script>";
        try (ScriptedHost host = new ScriptedHost("451 4.7.1 " + script)) {
            done("route", "set", "hostile.example", "127.0.0.1:" + host.port(), "--tls", "none");
            done("account", "set", "postmaster@example.com", "--name", image);
            String hostile = "\"" + image + "\"@hostile.example";
            String id;
            try (Smtp smtp = server.smtp()) {
                smtp.ask("EHLO " + image);
                smtp.ask("HELO " + script);
                smtp.expect("250", "EHLO client.example");
                smtp.expect("250", "MAIL FROM:<" + hostile + ">");
                smtp.expect("5", "RCPT TO:<\"" + script + "\"@school.edu>");
                smtp.expect("250", "RCPT TO:<kate@school.edu>");
                smtp.expect("354", "DATA");
                smtp.send("Subject: " + script + "\r\nFrom: " + hostile + "\r\nMessage-ID: <\"" + image
                        + "\"@example.com>\r\nX-" + script.replace(':', '.') + ": x\r\n\r\nEat.\r\n.\r\n");
                String reply = smtp.reply();
                assertThat(reply).startsWith("250");
                id = reply.substring(reply.lastIndexOf(' ') + 1);
            }
            String waiting = deferred(hostile);
            console.login();
            List<String> places = new ArrayList<>(PAGES);
            places.addAll(List.of(
                    "messages/" + id,
                    "messages?q=" + encoded(image),
                    "messages/" + encoded(image),
                    "queue/" + waiting,
                    "queue?q=" + encoded(script),
                    "accounts?q=" + encoded(image),
                    "accounts/postmaster@example.com",
                    "logs?q=" + encoded(script)));
            for (String place : places) {
                console.open(place);
                assertThat(browser.run(
                                "document.title.endsWith(' · Posthouse') + ' ' + document.querySelectorAll('img').length"
                                        + " + [...document.scripts].filter(each => !each.src).length"))
                        .as(place)
                        .isEqualTo("true 00");
                console.isSound(place);
            }
            console.open("messages/" + id);
            assertThat(browser.text()).contains(image);
            console.open("queue/" + waiting);
            assertThat(browser.text()).contains("4.7.1 " + script);
        } finally {
            server.posthouse("queue", "delete", "--domain", "hostile.example");
            server.posthouse("route", "clear", "hostile.example");
            server.posthouse("account", "set", "postmaster@example.com", "--name", "");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void done(String... command) throws Exception {
        Run run = server.posthouse(command);
        assertThat(run.status()).as(run.err()).isZero();
    }

    /** A mail that the scripted host has put off; its id. */
    private String deferred(String recipient) throws Exception {
        String id;
        try (Smtp smtp = new Smtp(server.port(587))) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect(
                    "235",
                    "AUTH PLAIN "
                            + Base64.getEncoder()
                                    .encodeToString("\0kate@school.edu\0posthouse".getBytes(StandardCharsets.UTF_8)));
            String reply = smtp.mail(
                    "kate@school.edu", recipient, "Subject: <script>document.title='gone'</script>\r\n\r\nEat.\r\n");
            assertThat(reply).startsWith("250");
            id = reply.substring(reply.lastIndexOf(' ') + 1);
        }
        await().atMost(PATIENCE)
                .until(() ->
                        server.posthouse("queue", "show", id, "--json").out().contains("4.7.1"));
        return id;
    }

    /** A Message-ID without end, letters from right to left, signs that turn others round; in a narrow window, without a mouse. */
    @Test
    void whatIsMadeToConfuseIsShownInItsPlace() throws Exception {
        console.login();
        String folded = "\r\n " + "x".repeat(900);
        byte[] hebrew = "<\u202e\u05d0\u05d1\u202d1@2.example".getBytes(StandardCharsets.UTF_8);
        String id = console.send(
                "ron@example.com", new String(hebrew, StandardCharsets.ISO_8859_1) + folded.repeat(70) + ">");
        console.open("messages/" + id);
        assertThat(browser.text())
                .contains("\ufffd\u05d0\u05d1\ufffd1@2.example", " … (cut, 63")
                .doesNotContain("\u202e", "\u202d");
        console.isSound("a Message-ID without end");
    }
}
