package org.posthouse.core.plugins.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComponentsTest {
    @Test
    void theInnermostCauseIsTold() {
        String trace = """
                java.lang.reflect.InvocationTargetException
                    at a.B
                Caused by: x.Y: outer
                    at c.D
                Caused by: java.lang.IllegalStateException: no oats
                    at e.F
                """;
        assertThat(Components.cause(trace)).isEqualTo("java.lang.IllegalStateException: no oats");
        assertThat(Components.cause("x.Y: alone\n\tat a.B\n")).isEqualTo("x.Y: alone");
        assertThat(Components.cause("")).isEmpty();
    }
}
