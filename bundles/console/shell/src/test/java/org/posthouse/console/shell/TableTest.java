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
        String text =
                new Table("A", "B", "C").row("short", "x".repeat(200), "end").text(40);
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
        assertThat(text).contains("short").endsWith("…  end\n");
    }

    @Test
    void theLastColumnGoesOnInFurtherLines() {
        String text = new Table("ID", "VERDICT")
                .row("a1", "one two three four five six")
                .text(16);
        assertThat(text).isEqualTo("ID  VERDICT\na1  one two\n    three four\n    five six\n");
        assertThat(new Table("", "").row("a", "x".repeat(50)).text(33).lines())
                .containsExactly("a  " + "x".repeat(30), "   " + "x".repeat(20));
    }

    @Test
    void coloursTellStatesApartAndChangeNoWidth() {
        Table table = new Table("NAME", "STATE", "WHY").row("smtp", "up", "up").row("imap", "failed", "");
        String coloured = table.text(80, true);
        assertThat(coloured).contains("\u001b[32mup\u001b[0m      up\n", "\u001b[31mfailed\u001b[0m", "\u001b[1mNAME");
        assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(table.text(80));
    }

    @Test
    void theLastHeadingStaysOnItsLine() {
        String text = new Table("PID", "CHANGED").row("p".repeat(60), "").text(40);
        assertThat(text).startsWith("PID" + " ".repeat(30) + "CHANGED\n" + "p".repeat(30) + "…\n");
    }

    @Test
    void whatCanBeSparedGoesWhereThereIsNoRoom() {
        Table table = new Table("ID", "VERSION", "VERDICT").spare("VERSION").row("a1", "1.0.0", "accepted");
        assertThat(table.text(80)).isEqualTo("ID  VERSION  VERDICT\na1  1.0.0    accepted\n");
        assertThat(table.text(20)).isEqualTo("ID  VERDICT\na1  accepted\n");
    }

    @Test
    void oneAfterTheOtherIsSparedAndNamesStayWhole() {
        Table table = new Table("NAME", "ROLE", "SINCE", "REASON").spare("SINCE", "ROLE");
        table.row("org.posthouse.filter.access", "filter", "3 min", "it has waited for its configuration since then");
        assertThat(table.text(58)).startsWith("NAME                         ROLE    REASON\n");
        assertThat(table.text(46))
                .startsWith("NAME                         REASON\norg.posthouse.filter.access  it has");
    }

    @Test
    void nothingFromOutsideSteersTheTerminal() {
        String text = new Table("A").row("\u001b[31mred\r\nnext\u202e").text(80);
        assertThat(text).isEqualTo("A\n?[31mred??next?\n");
    }

    @Test
    void wideCharactersTakeTwoColumnsAndMarksNone() {
        String text = new Table("NAME", "N")
                .row("日本", 1)
                .row("e\u0301a", 2)
                .row("🐎🐎🐎", 3)
                .text(80);
        assertThat(text).isEqualTo("NAME    N\n日本    1\ne\u0301a      2\n🐎🐎🐎  3\n");
        assertThat(new Table("A", "B").row("a", "🐎".repeat(30)).text(33).lines())
                .containsExactly("A  B", "a  " + "🐎".repeat(15), "   " + "🐎".repeat(15));
        assertThat(Width.cut("🐎🐎🐎", 4)).isEqualTo("🐎…");
    }

    @Test
    void anEmptyTableSaysWhatItMeans() {
        assertThat(new Table("A").whenEmpty("Nobody is here.").text(80)).isEqualTo("Nobody is here.\n");
    }
}
