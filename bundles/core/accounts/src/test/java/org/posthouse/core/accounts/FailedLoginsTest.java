package org.posthouse.core.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.posthouse.api.account.Logins;
import org.posthouse.api.mail.MailException;
import org.posthouse.testkit.FakeClock;

final class FailedLoginsTest {
    private static final String STRANGER = "192.0.2.66";
    private static final String KATES = "198.51.100.7";
    private static final String KATE = "kate@school.edu";

    private final FakeClock clock = new FakeClock();
    private final FailedLogins logins = new FailedLogins(clock, 3, Duration.ofSeconds(60));
    private int guesses;

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void guess(String from, String name) throws MailException {
        fail(from, name, "guess " + guesses++);
    }

    private void fail(String from, String name, String password) throws MailException {
        try (FailedLogins.Attempt attempt = logins.begin(ip(from), name)) {
            attempt.failed(password.toCharArray());
        }
    }

    private void pass(String from, String name) throws MailException {
        try (FailedLogins.Attempt attempt = logins.begin(ip(from), name)) {
            attempt.passed();
        }
    }

    private void mustWait(String from, String name) {
        assertThatThrownBy(() -> logins.begin(ip(from), name))
                .isInstanceOfSatisfying(
                        MailException.class, e -> assertThat(e.temporary()).isTrue());
    }

    private void mayTry(String from, String name) {
        assertThatCode(() -> logins.begin(ip(from), name).close()).doesNotThrowAnyException();
    }

    @Test
    void eachWaitIsTwiceAsLongUpToTheLongest() throws MailException {
        for (int i = 0; i < 3; i++) {
            guess(STRANGER, KATE);
        }
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            mustWait(STRANGER, KATE);
            clock.advance(Duration.ofMillis(1));
            guess(STRANGER, KATE);
        }
    }

    @Test
    void aNetworkWaitsWhateverNamesItTries() throws MailException {
        guess("2001:db8::1", "a@school.edu");
        guess("2001:db8::2", "b@school.edu");
        guess("2001:db8::3", "");
        mustWait("2001:db8::4", "c@school.edu");
        mayTry("2001:db8:0:1::1", "c@school.edu");
        mayTry(STRANGER, "a@school.edu");
    }

    @Test
    void aNameWaitsWhereverItIsTriedFrom() throws MailException {
        guess("192.0.2.1", KATE);
        guess("192.0.2.2", KATE);
        guess("192.0.2.3", KATE);
        mustWait("192.0.2.4", KATE);
        mayTry("192.0.2.4", "ron@school.edu");
    }

    @Test
    void whoHasLoggedInFromThereBeforeIsHeldUpByNobodyElse() throws MailException {
        pass(KATES, KATE);
        for (int i = 0; i < 3; i++) {
            guess(KATES, "ron@school.edu");
            guess("192.0.2." + i, KATE);
        }
        mustWait(KATES, "ann@school.edu");
        mayTry(KATES, KATE);
        for (int i = 0; i < 3; i++) {
            guess(KATES, KATE);
        }
        mustWait(KATES, KATE);
    }

    @Test
    void theSameWrongPasswordAgainIsNoFurtherGuess() throws MailException {
        for (int i = 0; i < 10; i++) {
            fail(STRANGER, KATE, "the old one");
        }
        mayTry(STRANGER, "ron@school.edu");
    }

    @Test
    void beyondTheFreeOnesOneIsLookedAtAtATime() throws MailException {
        for (int i = 0; i < 3; i++) {
            guess(STRANGER, KATE);
        }
        clock.advance(Duration.ofSeconds(1));
        try (FailedLogins.Attempt attempt = logins.begin(ip(STRANGER), KATE)) {
            mustWait(STRANGER, KATE);
            attempt.passed();
        }
        mayTry(STRANGER, KATE);
    }

    @Test
    void whatWasNotDecidedIsNotCounted() throws MailException {
        for (int i = 0; i < 10; i++) {
            logins.begin(ip(STRANGER), KATE).close();
        }
        mayTry(STRANGER, KATE);
    }

    @Test
    void failuresAreForgottenInTime() throws MailException {
        for (int i = 0; i < 9; i++) {
            guess(STRANGER, KATE);
            clock.advance(Duration.ofSeconds(121));
        }
        guess(STRANGER, KATE);
        guess(STRANGER, KATE);
        mayTry(STRANGER, KATE);
    }

    @Test
    void aClockThatIsSetBackHoldsNobodyUp() throws MailException {
        for (int i = 0; i < 3; i++) {
            guess(STRANGER, KATE);
        }
        clock.advance(Duration.ofDays(-1));
        mayTry(STRANGER, KATE);
    }

    @Test
    void withoutALimitNobodyWaits() throws MailException {
        logins.limits(0, Duration.ofSeconds(60));
        for (int i = 0; i < 100; i++) {
            guess(STRANGER, KATE);
        }
        assertThat(guesses).isEqualTo(100);
        mayTry(STRANGER, KATE);
    }

    @Test
    void whoMustWaitIsNamedAndReleased() throws MailException {
        for (int i = 0; i < 3; i++) {
            guess(STRANGER, KATE);
        }
        guess("2001:db8:1:2:3::4", "ron@example.com");
        assertThat(logins.held())
                .extracting(Logins.Held::name, Logins.Held::network, Logins.Held::failures)
                .containsExactlyInAnyOrder(tuple(KATE, "", 3), tuple("", STRANGER, 3));
        assertThat(logins.release("ron@example.org")).isZero();
        assertThat(logins.release("Kate@School.edu")).isEqualTo(1);
        mustWait(STRANGER, "");
        assertThat(logins.release(STRANGER)).isEqualTo(1);
        assertThat(logins.held()).isEmpty();
        mayTry(STRANGER, KATE);
    }

    @Test
    void anIpv6AddressReleasesItsNetwork() throws MailException {
        for (int i = 0; i < 3; i++) {
            guess("2001:db8:1:2::" + i, "");
        }
        assertThat(logins.held()).extracting(Logins.Held::network).containsExactly("2001:db8:1:2:0:0:0:0/64");
        assertThat(logins.release("2001:db8:1:3::1")).isZero();
        assertThat(logins.release("2001:db8:1:2::ffff")).isEqualTo(1);
        mayTry("2001:db8:1:2::9", "");
    }
}
