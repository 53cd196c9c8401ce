package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CsvTest {
    @Test
    void fieldsAreSplitAtCommasAndQuotesProtectThem() {
        assertThat(Csv.rows("a,b\r\n\"x,\"\"y\"\"\n2\",\n"))
                .containsExactly(List.of("a", "b"), List.of("x,\"y\"\n2", ""));
    }

    @Test
    void linesWithNothingInThemArePassedOver() {
        assertThat(Csv.rows("\ufeffa\n\n\r\nb")).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void anOpenQuoteEndsWithTheText() {
        assertThat(Csv.rows("\"a\nb")).containsExactly(List.of("a\nb"));
    }
}
