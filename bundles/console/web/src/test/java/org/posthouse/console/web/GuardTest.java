package org.posthouse.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.console.web.login.Doorkeeper;
import org.posthouse.console.web.login.Sessions;
import org.posthouse.testkit.FakeClock;

final class GuardTest {
    private static final String OWN = "http://localhost:8080";

    private final FakeClock clock = new FakeClock();
    private final People people = new People();
    private final Sessions sessions =
            new Sessions(clock, new SecureRandom(), Duration.ofMinutes(30), Duration.ofHours(12));
    private final Guard guard = new Guard(
            new Doorkeeper(people.accounts(), people.directory(), sessions, clock),
            () -> Set.of("mail.example.com"),
            () -> 100);
    private boolean passed;

    @BeforeEach
    void anAdministrator() {
        people.add("root@school.edu");
    }

    private Asked sent(Asked asked) throws Exception {
        passed = false;
        guard.doFilter(asked.request(), asked.response(), (request, response) -> passed = true);
        return asked;
    }

    private static Asked post(String path) {
        return new Asked("POST", path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST", "mail.example.com:8443"})
    void namesOfOursAreServed(String host) throws Exception {
        sent(new Asked("GET", "/system/console/mail").with("Host", host));
        assertThat(passed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", ""})
    void otherNamesAreMisdirected(String host) throws Exception {
        assertThat(sent(new Asked("GET", "/system/console/mail").with("Host", host)).status)
                .isEqualTo(421);
        assertThat(passed).isFalse();
    }

    @Test
    void aChangeFromAPageOfOursPasses() throws Exception {
        sent(post("/system/console/mail/queue").with("Origin", OWN));
        assertThat(passed).isTrue();
        sent(post("/system/console/configMgr/some.pid").with("Referer", OWN + "/system/console/configMgr"));
        assertThat(passed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "https://localhost:8080",
                "http://localhost:8081",
                "http://localhost:8080.evil.example",
                "null",
                ""
            })
    void aChangeFromAnotherOriginIsForbidden(String origin) throws Exception {
        assertThat(sent(post("/system/console/mail/queue").with("Origin", origin)).status)
                .isEqualTo(403);
        assertThat(sent(post("/system/console/mail/queue").with("Referer", origin + "/x")).status)
                .isEqualTo(403);
        assertThat(sent(post("/system/console/mail/queue")
                                .with("Origin", origin)
                                .with("Authorization", "Basic eA=="))
                        .status)
                .isEqualTo(403);
        assertThat(passed).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none"})
    void whatTheBrowserSaysOfASiteCountsToo(String site) throws Exception {
        Asked asked = post("/system/console/mail/queue").with("Origin", OWN).with("Sec-Fetch-Site", site);
        assertThat(sent(asked).status).isEqualTo(403);
        assertThat(passed).isFalse();
        sent(post("/system/console/mail/queue").with("Origin", OWN).with("Sec-Fetch-Site", "same-origin"));
        assertThat(passed).isTrue();
    }

    @Test
    void aChangeThatDoesNotTellItsOriginNeedsAPasswordOfItsOwn() throws Exception {
        assertThat(sent(post("/system/console/mail/queue")).status).isEqualTo(403);
        sent(post("/system/console/mail/queue").with("Authorization", "Basic eA=="));
        assertThat(passed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/system/console/bundles",
                "/system/console/bundles/12",
                "/system/console//bundles",
                "/system/console/vmstat",
                "/system/console/",
                "/system/console/mailbox"
            })
    void pagesThatChangeBundlesBehindTheHousesBackAreForReading(String path) throws Exception {
        assertThat(sent(post(path).with("Origin", OWN)).status).isEqualTo(403);
        assertThat(passed).isFalse();
    }

    @Test
    void aChangeDisguisedAsALinkIsForbidden() throws Exception {
        for (String order : new String[] {"apply", "delete", "unbind"}) {
            Asked link = new Asked("GET", "/system/console/configMgr/some.pid").parameter(order, "true");
            assertThat(sent(link).status).isEqualTo(403);
            assertThat(passed).isFalse();
        }
        sent(new Asked("GET", "/system/console/configMgr/some.pid").parameter("post", "true"));
        assertThat(passed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "OPTIONS", "PROPFIND"})
    void methodsNobodyNeedsAreNotAllowed(String method) throws Exception {
        assertThat(sent(new Asked(method, "/system/console/mail")).status).isEqualTo(405);
    }

    @Test
    void thereIsNoConsoleBeforeItsFirstAdministrator() throws Exception {
        People nobody = new People();
        nobody.add("kate@school.edu");
        Guard early =
                new Guard(new Doorkeeper(nobody.accounts(), nobody.directory(), sessions, clock), Set::of, () -> 100);
        Asked asked = new Asked("GET", "/system/console/mail/login");
        early.doFilter(asked.request(), asked.response(), (request, response) -> passed = true);
        assertThat(asked.status).isEqualTo(503);
        assertThat(asked.body.toString()).contains("posthouse account add");
        nobody.add("root@school.edu");
        clock.advance(Duration.ofSeconds(2));
        early.doFilter(asked.request(), asked.response(), (request, response) -> passed = true);
        assertThat(passed).isTrue();
    }

    @Test
    void ourPagesAllowNoScriptInTheirMidstAndNobodyFramesAny() throws Exception {
        Asked ours = sent(new Asked("GET", "/system/console/mail/trace"));
        assertThat(ours.answered.get("Content-Security-Policy"))
                .contains("script-src 'self';")
                .doesNotContain("unsafe");
        for (String path : new String[] {"/system/console/mail", "/system/console/bundles", "/nothing"}) {
            Asked asked = sent(new Asked("GET", path));
            assertThat(asked.answered)
                    .containsEntry("X-Frame-Options", "DENY")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("Cache-Control", "no-store");
            assertThat(asked.answered.get("Content-Security-Policy")).contains("frame-ancestors 'none'");
        }
    }

    @Test
    void aBodyOfUnknownLengthEndsAtABoundWhoeverReadsIt() throws Exception {
        for (String length : new String[] {"-1", "2000000"}) {
            Asked asked = post("/system/console/mail/filters")
                    .with("Origin", OWN)
                    .with("Content-Length", length)
                    .sending("h".repeat(2_000_000));
            List<Long> read = new ArrayList<>();
            ThrowingCallable reading = () -> guard.doFilter(
                    asked.request(),
                    asked.response(),
                    (request, response) ->
                            read.add(request.getInputStream().transferTo(OutputStream.nullOutputStream())));
            if (length.equals("-1")) {
                assertThatThrownBy(reading).isInstanceOf(Uploads.TooLargeException.class);
            } else {
                assertThatCode(reading).doesNotThrowAnyException();
                assertThat(read).containsExactly(2_000_000L);
            }
        }
    }

    @Test
    void aPageThatFailsSaysSoAndNoMore() throws Exception {
        Asked asked = new Asked("GET", "/system/console/mail");
        guard.doFilter(asked.request(), asked.response(), (request, response) -> {
            throw new IllegalStateException("secret");
        });
        assertThat(asked.status).isEqualTo(500);
        assertThat(asked.body.toString()).contains("log").doesNotContain("secret");
        assertThat(asked.answered).containsKey("Content-Security-Policy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/system/console", "/system/console/"})
    void theFirstPageIsMail(String path) throws Exception {
        assertThat(sent(new Asked("GET", path)).redirected).isEqualTo("/system/console/mail");
    }
}
