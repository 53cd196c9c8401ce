package org.posthouse.console.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LoginPageTest {
    private static final String HOSTILE = "\"><script>alert('x')</script>";

    @Test
    void whatItWasGivenIsText() {
        assertThat(LoginPage.write(HOSTILE, HOSTILE, true))
                .contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
                .doesNotContain("<script>alert");
    }

    @Test
    void aPasswordIsAskedForOnlyWhereNobodyElseReadsIt() {
        assertThat(LoginPage.write("", "", true)).contains("type=\"password\"");
        assertThat(LoginPage.write("", "", false)).contains("HTTPS").doesNotContain("type=\"password\"");
    }
}
