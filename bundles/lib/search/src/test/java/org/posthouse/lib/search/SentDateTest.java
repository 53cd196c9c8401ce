package org.posthouse.lib.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.testkit.fuzz.Fuzz;

class SentDateTest {
    @ParameterizedTest
    @CsvSource({
        "'Mon, 5 Jan 2026 08:00:00 +0000', 2026-01-05",
        "'5 jan 2026 23:59 -0800 (PST)', 2026-01-05",
        "'Tue, 1 Jul 03 10:52:37 +0200', 2003-07-01",
        "'Tue,  1-Jul-97 10:52:37 GMT', 1997-07-01",
        "'Thu, 13 Feb 1969 23:32 -0330', 1969-02-13",
        "'1 Jan 101 00:00:00 +0000', 2001-01-01"
    })
    void daysAreThoseOfTheSender(String field, LocalDate day) {
        assertThat(SentDate.of(field)).contains(day);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "31 Feb 2026", "Jan 5 2026", "5 January 2026", "99999999999 Jan 2026", "Jan"})
    void whatIsNoDayIsNone(String field) {
        assertThat(SentDate.of(field)).isEmpty();
    }

    @Test
    void anyFieldHasADayOrNone() {
        Fuzz.of(List.of("Mon, 5 Jan 2026 08:00:00 +0000", "Tue,  1-Jul-97 10:52:37 GMT"))
                .words("Feb", "29", "1900", "-", "  ")
                .feed(octets -> assertThat(SentDate.of(new String(octets, StandardCharsets.ISO_8859_1)))
                        .satisfiesAnyOf(
                                none -> assertThat(none).isEmpty(),
                                day -> assertThat(day.orElseThrow().getYear()).isBetween(0, 9999)));
        Fuzz.linear("", "1 Jan ", octets -> SentDate.of(new String(octets, StandardCharsets.ISO_8859_1)));
    }
}
