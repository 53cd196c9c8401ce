package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WordsTest {
    @ParameterizedTest
    @CsvSource({"500M,524288000", "1G,1073741824", "1.5g,1610612736", "10KB,10240", "42,42", "0,0"})
    void sizesAreReadAsPeopleWriteThem(String text, long octets) throws Exception {
        assertThat(Words.size(text)).hasValue(octets);
    }

    @Test
    void noneIsNoLimit() throws Exception {
        assertThat(Words.size("none")).isEqualTo(OptionalLong.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "-1", "1X", "1e400", "NaN", "much"})
    void anythingElseIsNoSize(String text) {
        assertThatThrownBy(() -> Words.size(text)).isInstanceOf(UsageException.class);
    }

    @Test
    void sizesAreWrittenShort() {
        assertThat(Words.size(1023)).isEqualTo("1023");
        assertThat(Words.size(1536)).isEqualTo("1.5K");
        assertThat(Words.size(5L << 40)).isEqualTo("5.0T");
    }
}
