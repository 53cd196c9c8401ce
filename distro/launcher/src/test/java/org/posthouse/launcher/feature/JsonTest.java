package org.posthouse.launcher.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    @Test
    void everyKindOfValueIsRead() {
        assertThat(Json.parse("{\"a\": [1, -2.5, 1e3, true, false, \"t\"], \"b\": {}, \"c\": []}"))
                .isEqualTo(Map.of(
                        "a",
                        List.of(1L, new BigDecimal("-2.5"), new BigDecimal("1e3"), true, false, "t"),
                        "b",
                        Map.of(),
                        "c",
                        List.of()));
    }

    @Test
    void escapesAreRead() {
        assertThat(Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\"")).isEqualTo("\"\\/\b\f\n\r\tä");
    }

    @Test
    void commentsAreNoText() {
        assertThat(Json.parse("// one\n[ /* two\n */ 1 ] // three")).isEqualTo(List.of(1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1",
                "[1,]",
                "{\"a\" 1}",
                "{\"a\": 1,}",
                "{a: 1}",
                "nul",
                "null",
                "01",
                "1.",
                "--1",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "[1] 2",
                "{\"a\": 1, \"a\": 2}",
                "9999999999999999999999"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(FeatureException.class);
    }

    @Test
    void whatIsTooDeepIsRefused() {
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
                .isInstanceOf(FeatureException.class)
                .hasMessageContaining("too deep");
    }

    @Test
    void aFaultIsToldByItsLine() {
        assertThatThrownBy(() -> Json.parse("{\n\"a\": 1\n\"b\": 2}")).hasMessage("',' expected, line 3");
    }
}
