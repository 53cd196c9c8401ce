package org.posthouse.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntranceTest {
    @Test
    void aPageOfTheConsoleIsGoneBackTo() {
        String page = "/system/console/configMgr?q=a%20b";
        assertThat(Entrance.destination(Optional.of(page))).isEqualTo(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://evil.example/system/console/",
                "//evil.example/system/console/",
                "/system/console/../../x\r\nSet-Cookie: a=b",
                "/system/console/mail/login?next=/",
                "/system/console/mail/../../../x",
                "/system/console/mail/%2e%2E/.%2e/..",
                "/system/console//evil.example",
                "/system/console/./mail/login",
                "javascript:alert(1)",
                "/system/console\\evil"
            })
    void nothingElseIs(String next) {
        assertThat(Entrance.destination(Optional.of(next))).isEqualTo("/system/console/mail");
    }
}
