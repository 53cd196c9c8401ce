package org.posthouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShortfallTest {
    @Test
    void theInnermostCauseIsTold() {
        String trace = "a.Outer: x\n\tat a.b\nCaused by: a.Middle: y\n\tat a.c\nCaused by: a.Inner: z\n\t... 3 more";
        assertThat(Shortfall.rootCause(trace)).isEqualTo("a.Inner: z");
    }

    @Test
    void aFailureWithoutCauseIsToldItself() {
        assertThat(Shortfall.rootCause("a.Failure: x\n\tat a.b")).isEqualTo("a.Failure: x");
    }
}
