package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SearchWordsTest {
    private static final Clock NOVEMBER = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    private static String keys(String... words) {
        return SearchWords.keys(List.of(words), NOVEMBER);
    }

    @Test
    void textsThatTheShellHasUnquotedAreQuotedAgain() {
        assertThat(keys("FROM", "ron", "SUBJECT", "hay \"and\" oats"))
                .isEqualTo("FROM ron SUBJECT \"hay \\\"and\\\" oats\"");
        assertThat(keys("SUBJECT", "jörg", "HEADER", "x", "")).isEqualTo("SUBJECT \"jörg\" HEADER x \"\"");
    }

    @Test
    void oneWordWithQuotesIsTakenAsItIs() {
        assertThat(keys("FROM ron SUBJECT \"hay since 2d\"")).isEqualTo("FROM ron SUBJECT \"hay since 2d\"");
        assertThat(keys("(OR SEEN SINCE 2d)")).isEqualTo("(OR SEEN SINCE 2d)");
    }

    @Test
    void datesMayBeSaidAsPeopleSayThem() {
        assertThat(keys("SINCE", "2026-01-09")).isEqualTo("SINCE 9-Jan-2026");
        assertThat(keys("from ron before 30d UNSEEN")).isEqualTo("from ron before 24-Oct-2026 UNSEEN");
        assertThat(keys("sentsince", "2w", "on", "Today")).isEqualTo("sentsince 9-Nov-2026 on 23-Nov-2026");
        assertThat(keys("ON", "yesterday")).isEqualTo("ON 22-Nov-2026");
    }

    @Test
    void whatIsNoDateStaysAsItIs() {
        assertThat(keys("SINCE", "1-Nov-2026")).isEqualTo("SINCE 1-Nov-2026");
        assertThat(keys("SINCE", "2026-02-31", "SUBJECT", "2d")).isEqualTo("SINCE 2026-02-31 SUBJECT 2d");
    }
}
