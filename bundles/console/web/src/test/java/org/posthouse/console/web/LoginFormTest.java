package org.posthouse.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.console.web.LoginForm.RefusedException;
import org.posthouse.testkit.FakeClock;

final class LoginFormTest {
    private final FakeClock clock = new FakeClock();
    private final LoginForm form = new LoginForm(clock);

    private static Asked sent(String body) {
        return new Asked("POST", "/login")
                .with("Content-Length", "" + body.length())
                .sending(body);
    }

    private void refused(int status, Asked asked) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> form.read(asked.request()))
                .satisfies(e -> assertThat(e.status()).isEqualTo(status));
    }

    @Test
    void fieldsAreDecodedAndTheFirstOfANameCounts() throws Exception {
        assertThat(form.read(sent("name=kate%40school.edu&password=a+%C3%A4%26b&name=ron&next")
                        .request()))
                .containsEntry("name", "kate@school.edu")
                .containsEntry("password", "a \u00e4&b")
                .containsEntry("next", "");
    }

    @Test
    void whatHasNoLengthOrTooMuchOfItIsNotReadAtAll() {
        Asked unread = new Asked("POST", "/login").whileRead(() -> {
            throw new AssertionError("it is read");
        });
        refused(411, unread);
        refused(413, unread.with("Content-Length", "8193"));
    }

    @Test
    void aFormThatDripsIsGivenUpAfterTenSeconds() {
        List<String> reads = new ArrayList<>();
        refused(408, sent("name=" + "x".repeat(90)).dripping().whileRead(() -> {
            reads.add("one");
            clock.advance(Duration.ofSeconds(2));
        }));
        assertThat(reads).hasSize(6);
    }

    @Test
    void aFormThatBreaksOffIsNone() {
        refused(408, sent("name=").with("Content-Length", "100"));
    }

    /** Each form is still being read while the next comes. */
    private void heldBy(List<String> addresses, Runnable then) throws Exception {
        if (addresses.isEmpty()) {
            then.run();
            return;
        }
        List<Exception> failures = new ArrayList<>();
        form.read(sent("a")
                .from(addresses.get(0))
                .whileRead(() -> {
                    try {
                        heldBy(addresses.subList(1, addresses.size()), then);
                    } catch (Exception e) {
                        failures.add(e);
                    }
                })
                .request());
        assertThat(failures).isEmpty();
    }

    @Test
    void oneAddressHasTwoPlacesAndAllTogetherFour() throws Exception {
        List<String> done = new ArrayList<>();
        heldBy(List.of("192.0.2.1", "192.0.2.1"), () -> {
            refused(503, sent("a").from("192.0.2.1"));
            done.add("one");
        });
        heldBy(List.of("192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.3"), () -> {
            refused(503, sent("a").from("192.0.2.4"));
            done.add("all");
        });
        assertThat(done).containsExactly("one", "all");
        assertThat(form.read(sent("a=b").from("192.0.2.1").request())).containsEntry("a", "b");
    }
}
