package org.posthouse.console.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.api.metrics.Family;

final class ExpositionTest {
    @Test
    void aFamilyIsToldOnceAndEachSampleHasALine() {
        Family family = Family.counter("mails_total", "All mails.")
                .sample(3, "event", "accepted", "by", "smtp")
                .sample(0.5)
                .build();
        assertThat(Exposition.text(List.of(family))).isEqualTo("""
                # HELP mails_total All mails.
                # TYPE mails_total counter
                mails_total{by="smtp",event="accepted"} 3
                mails_total 0.5
                """);
    }

    @Test
    void whatALabelSaysCannotEndItsLine() {
        Family family =
                Family.gauge("up", "a\\b\nc").sample(1, "name", "x\"} 9\ny\\").build();
        assertThat(Exposition.text(List.of(family)))
                .isEqualTo("# HELP up a\\\\b\\nc\n# TYPE up gauge\nup{name=\"x\\\"} 9\\ny\\\\\"} 1\n");
    }

    @Test
    void numbersKeepTheirValue() {
        Family family = Family.gauge("g", "numbers")
                .sample(9_007_199_254_740_991.0)
                .sample(1e300)
                .sample(-1)
                .sample(Double.POSITIVE_INFINITY)
                .sample(Double.NaN)
                .build();
        assertThat(Exposition.text(List.of(family)).lines().skip(2))
                .containsExactly("g 9007199254740991", "g 1.0E300", "g -1", "g +Inf", "g NaN");
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Family.gauge("mails waiting", "x").build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Family.gauge("mails", "x").sample(1, "1st", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Family.gauge("mails", "x").sample(1, "lonely"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
