package org.posthouse.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void theInnermostCauseIsTold() {
        assertThat(Failures.cause("""
                java.lang.reflect.InvocationTargetException
                \tat java.base/x.y(z)
                Caused by: java.lang.IllegalArgumentException: a name has no blank
                \t... 3 more
                """)).isEqualTo("a name has no blank");
        assertThat(Failures.cause("java.lang.IllegalStateException")).isEqualTo("java.lang.IllegalStateException");
        assertThat(Failures.cause("")).isEmpty();
    }
}
