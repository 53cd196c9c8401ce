package org.posthouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TableTest {
    private final Results results = new Results();

    @Test
    void mediansRangesAndRatiosAreShown() {
        for (double value : new double[] {300, 100, 200}) {
            results.add("posthouse", 16, new Figure("mails", "/s", value, 1.5, 20, new Cost(0.25, 3, 1)));
        }
        results.add("maildir", 16, Figure.alone("mails", "/s", 50));
        assertThat(Table.of(results).lines().skip(1))
                .containsExactly(
                        "mails /s                16 posthouse     200 100..300        1.50   20.0   0.25   3.00  1.00",
                        "                           maildir      50.0 50.0..50.0         -      -      -      -     -  4.00");
    }

    @Test
    void noLineIsLongerThanAHundredColumns() {
        Cost cost = new Cost(12_345.6, 12_345.6, 1234.5);
        Figure large = new Figure("a name that is too long for it", "MB/s", 98_765.4, 12_345.6, 12_345.6, cost);
        results.add("a name that is too long", 1000, large);
        results.add("another", 1000, large);
        assertThat(Table.of(results).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetween() {
        Summary summary = new Summary();
        summary.add(Figure.alone("x", "/s", 1));
        summary.add(Figure.alone("x", "/s", 4));
        assertThat(summary.value()).isEqualTo(2.5);
        assertThat(summary.median(Figure::p50)).isNaN();
    }

    @Test
    void programsGetTheSame() {
        results.add("posthouse", 1, new Figure("\"x\"", "/s", 2, Double.NaN, 3, Cost.UNKNOWN));
        results.failed("y\n");
        assertThat(Report.json(Map.of("cores", 4), Map.of("rounds", 1), results))
                .isEqualTo(
                        "{\"machine\":{\"cores\":4},\"run\":{\"rounds\":1},\"figures\":[{\"name\":\"\\\"x\\\"\",\"unit\":\"/s\",\"sessions\":1,"
                                + "\"server\":\"posthouse\",\"median\":2.0,\"least\":2.0,\"most\":2.0,\"values\":[2.0],\"p50Millis\":null,\"p99Millis\":3.0,"
                                + "\"cpuMillis\":null,\"cpuMillisValues\":[null],\"writtenKib\":null,\"flushes\":null}],\"failures\":[\"y\\u000a\"]}\n");
    }
}
