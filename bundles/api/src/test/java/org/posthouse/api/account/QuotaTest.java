package org.posthouse.api.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuotaTest {
    @Test
    void sizesAreReadAsPeopleWriteThem() {
        assertThat(Quota.read("500M")).hasValue(500L << 20);
        assertThat(Quota.read(" 1.5gb ")).hasValue(3L << 29);
        assertThat(Quota.read("1048576")).hasValue(1 << 20);
        assertThat(Quota.read("none")).isEmpty();
        for (String wrong : List.of("", "-1", "much", "1X", "NaN", "9e99")) {
            assertThatThrownBy(() -> Quota.read(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("say 500M, 1G or none");
        }
    }

    @Test
    void messagesAreANumberOrNone() {
        assertThat(Quota.messages(" 50000 ")).hasValue(50_000);
        assertThat(Quota.messages("0")).hasValue(0);
        assertThat(Quota.messages("None")).isEmpty();
        for (String wrong : List.of("", "-1", "1G", "many", "9".repeat(16))) {
            assertThatThrownBy(() -> Quota.messages(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("say 50000, or none");
        }
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        for (long octets : new long[] {0, 1, 1023, 1024, 1025, 500L << 20, 3L << 29, 7L << 40, 5L << 50}) {
            assertThat(Quota.read(Quota.write(OptionalLong.of(octets)))).hasValue(octets);
        }
        assertThat(Quota.write(OptionalLong.of(1 << 30))).isEqualTo("1G");
        assertThat(Quota.write(OptionalLong.empty())).isEqualTo("none");
    }
}
