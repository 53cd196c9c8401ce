package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void rowsStandUnderTheirHeadings() {
        String text = new Table("NAME", "N").row("kate", 1).row("ron", 22).text(80);
        assertThat(text).isEqualTo("NAME  N\nkate  1\nron   22\n");
    }

    @Test
    void theWidestColumnGivesWaySoThatALineFitsTheTerminal() {
        String text = new Table("A", "B").row("short", "x".repeat(200)).text(40);
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
        assertThat(text).contains("short").endsWith("…\n");
    }

    @Test
    void nothingFromOutsideSteersTheTerminal() {
        String text = new Table("A").row("\u001b[31mred\r\nnext\u202e").text(80);
        assertThat(text).isEqualTo("A\n?[31mred??next?\n");
    }

    @Test
    void anEmptyTableSaysWhatItMeans() {
        assertThat(new Table("A").whenEmpty("Nobody is here.").text(80)).isEqualTo("Nobody is here.\n");
    }
}
