package org.posthouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ComparisonTest {
    @TempDir
    private Path folder;

    private static Results results(double value, double cpu) {
        Results results = new Results();
        results.add("posthouse", 16, new Figure("mails", "/s", value, 1, 2, new Cost(cpu, 3, 1)));
        return results;
    }

    @Test
    void whatWasMeasuredBothTimesIsCompared() throws Exception {
        Results then = results(100, 2);
        Path file = Files.writeString(
                folder.resolve("then.json"), Report.json(Map.of(), Map.of("begun", "2026-01-01T00:00:00Z"), then));
        Results now = results(150, 0.5);
        now.add("maildir", 16, Figure.alone("mails", "/s", 50));
        assertThat(Comparison.with(file).of(now).lines())
                .hasSize(3)
                .startsWith("compared with 2026-01-01T00:00:00Z")
                .last()
                .asString()
                .matches("mails /s +16 posthouse +100 +150 +1.50 +2.00 +0.50 +0.25")
                .hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void aFileWithoutFiguresIsRefusedBeforeAnythingIsMeasured() throws Exception {
        Path other = Files.writeString(folder.resolve("other.json"), "{}");
        assertThatThrownBy(() -> Comparison.with(other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("figures");
        Path text = Files.writeString(folder.resolve("text.json"), "no JSON");
        assertThatThrownBy(() -> Comparison.with(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("text.json");
    }
}
