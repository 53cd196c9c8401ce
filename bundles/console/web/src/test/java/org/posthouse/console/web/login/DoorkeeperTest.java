package org.posthouse.console.web.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Account;
import org.posthouse.console.web.Asked;
import org.posthouse.console.web.People;
import org.posthouse.testkit.FakeClock;

final class DoorkeeperTest {
    private final FakeClock clock = new FakeClock();
    private final People people = new People();
    private final Sessions sessions =
            new Sessions(clock, new SecureRandom(), Duration.ofMinutes(30), Duration.ofHours(12));
    private final Doorkeeper doorkeeper = new Doorkeeper(people.accounts(), people.directory(), sessions, clock);
    private Account root;

    @BeforeEach
    void people() {
        root = people.add("root@school.edu");
        people.add("kate@school.edu");
    }

    private boolean login(Asked asked, String name, String password) throws Exception {
        return doorkeeper.login(asked.request(), asked.response(), name, password.toCharArray());
    }

    private static Asked get() {
        return new Asked("GET", "/system/console/mail");
    }

    private Asked next(Asked before) {
        return get().with(before.cookie());
    }

    @Test
    void whoHasLoggedInIsKnownByACookieThatScriptsAndOtherSitesDoNotSee() throws Exception {
        Asked asked = get();
        assertThat(login(asked, "root@school.edu", "root")).isTrue();
        assertThat(asked.cookie().isHttpOnly()).isTrue();
        assertThat(asked.cookie().getAttribute("SameSite")).isEqualTo("Strict");
        assertThat(asked.cookie().getPath()).isEqualTo("/system/console");
        assertThat(doorkeeper.visitor(next(asked).request()).orElseThrow().name())
                .isEqualTo("root@school.edu");
    }

    @Test
    void whatIsToRunWhenTheRequestEndsRunsThenAndOnce() {
        List<String> ran = new ArrayList<>();
        Browser browser = new Browser(get().request(), clock.instant());
        browser.whenClosed("a", () -> ran.add("never"));
        browser.whenClosed("a", () -> ran.add("a"));
        assertThat(ran).isEmpty();
        browser.close();
        assertThat(ran).containsExactly("a");
        browser.whenClosed("b", () -> ran.add("at once"));
        browser.close();
        assertThat(ran).containsExactly("a", "at once");
    }

    @Test
    void wrongPasswordsAndPeopleWhoAreNoAdministratorsStayOutside() throws Exception {
        Asked asked = get();
        assertThat(login(asked, "root@school.edu", "rooty")).isFalse();
        assertThat(login(asked, "kate@school.edu", "kate")).isFalse();
        assertThat(asked.hasCookie()).isFalse();
        assertThat(doorkeeper.visitor(get().request())).isEmpty();
    }

    @Test
    void aPasswordInClearTextFromElsewhereIsNotEvenChecked() throws Exception {
        Asked asked = get().from("192.0.2.7");
        assertThat(login(asked, "root@school.edu", "root")).isFalse();
        assertThat(doorkeeper.confidential(asked.request())).isFalse();
    }

    @Test
    void whoAsksForNothingForHalfAnHourLogsInAgain() throws Exception {
        Asked asked = get();
        login(asked, "root@school.edu", "root");
        clock.advance(Duration.ofMinutes(29));
        assertThat(doorkeeper.visitor(next(asked).request())).isPresent();
        clock.advance(Duration.ofMinutes(31));
        assertThat(doorkeeper.visitor(next(asked).request())).isEmpty();
    }

    @Test
    void aPageThatKeepsItselfFreshIsNobody() throws Exception {
        Asked asked = get();
        login(asked, "root@school.edu", "root");
        clock.advance(Duration.ofMinutes(29));
        Asked refresh = next(asked).with("X-Refresh", "yes");
        assertThat(doorkeeper.visitor(refresh.request())).isPresent();
        clock.advance(Duration.ofMinutes(2));
        assertThat(doorkeeper.visitor(refresh.request())).isEmpty();
    }

    @Test
    void afterTwelveHoursOneLogsInAgainHoweverBusy() throws Exception {
        Asked asked = get();
        login(asked, "root@school.edu", "root");
        for (int i = 0; i < 36; i++) {
            clock.advance(Duration.ofMinutes(20));
            assertThat(doorkeeper.visitor(next(asked).request())).isPresent();
        }
        clock.advance(Duration.ofMinutes(1));
        assertThat(doorkeeper.visitor(next(asked).request())).isEmpty();
    }

    @Test
    void whoIsNoAdministratorAnyMoreIsOutAtOnce() throws Exception {
        Asked asked = get();
        login(asked, "root@school.edu", "root");
        people.replace(root.change().administrator(false).build());
        assertThat(doorkeeper.visitor(next(asked).request())).isEmpty();
        people.replace(root);
        assertThat(doorkeeper.visitor(next(asked).request())).isEmpty();
    }

    @Test
    void aLogoutEndsTheSessionAndNotOnlyTheCookie() throws Exception {
        Asked asked = get();
        login(asked, "root@school.edu", "root");
        Asked leaving = next(asked);
        doorkeeper.logout(leaving.request(), leaving.response());
        assertThat(leaving.cookie().getMaxAge()).isZero();
        assertThat(doorkeeper.visitor(next(asked).request())).isEmpty();
    }

    @Test
    void scriptsBringNameAndPasswordEachTime() throws Exception {
        assertThat(doorkeeper.visitor(basic("root@school.edu:root").request())).isPresent();
        assertThat(doorkeeper.visitor(basic("root@school.edu:no").request())).isEmpty();
        assertThat(doorkeeper.visitor(basic("kate@school.edu:kate").request())).isEmpty();
        assertThat(doorkeeper.visitor(basic("nonsense").request())).isEmpty();
        assertThat(doorkeeper.visitor(get().with("Authorization", "Basic !!").request()))
                .isEmpty();
    }

    private static Asked basic(String both) {
        byte[] octets = both.getBytes(StandardCharsets.UTF_8);
        return get().with("Authorization", "basic " + Base64.getEncoder().encodeToString(octets));
    }
}
