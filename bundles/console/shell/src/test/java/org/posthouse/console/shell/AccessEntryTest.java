package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessEntryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/8",
                "192.0.2.1",
                "192.0.2.0/255.255.255.0",
                "2001:db8::/32",
                "::1",
                "mail.example.org",
                ".example.org",
                "localhost",
                "bücher.example"
            })
    void whatTheFilterTakesIsTaken(String entry) {
        assertThatCode(() -> AccessEntry.check(entry, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/99",
                "not a host!",
                "0.0.0.0/0",
                "::/0",
                "300.1.1.1",
                "1.2.3",
                "a..b",
                "host/24",
                "10.0.0.0/x",
                "kate@school.edu"
            })
    void whatItWouldPassOverIsRefused(String entry) {
        assertThatThrownBy(() -> AccessEntry.check(entry, true)).isInstanceOf(UsageException.class);
    }

    @Test
    void aSenderAndTheWholeWorldMayBeBlocked() {
        assertThatCode(() -> AccessEntry.check("pest@example.org", false)).doesNotThrowAnyException();
        assertThatCode(() -> AccessEntry.check("0.0.0.0/0", false)).doesNotThrowAnyException();
    }
}
