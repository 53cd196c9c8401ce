package org.posthouse.lib.wire.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.fuzz.Fuzz;

class Pop3FuzzTest {
    private static final List<String> LINES = List.of(
            "USER kate@school.edu",
            "PASS two  words ",
            "AUTH PLAIN AGthdGUAcG9zdGhvdXNl",
            "LIST 3",
            "UIDL",
            "TOP 1 10",
            "RETR 12",
            "DELE 2147483647",
            "CAPA",
            "QUIT");

    @Test
    void noLineWhateverFailsOtherwiseThanByItsCommand() {
        Fuzz.of(LINES).words("TOP ", "RETR ", "  ", "-1").rounds(50_000).feed(line -> {
            Pop3Command command = Pop3Parser.parse(line);
            if (command instanceof Pop3Command.Malformed malformed) {
                assertThat(malformed.reason()).matches("[ -~]{5,80}");
            } else if (command instanceof Pop3Command.Retr retr) {
                assertThat(retr.number()).isPositive();
            } else if (command instanceof Pop3Command.Dele dele) {
                assertThat(dele.number()).isPositive();
            } else if (command instanceof Pop3Command.Top top) {
                assertThat(top.number()).isPositive();
                assertThat(top.lines()).isNotNegative();
            } else if (command instanceof Pop3Command.User user) {
                assertThat(user.name()).matches("[ -~]+");
            } else if (command instanceof Pop3Command.Auth auth) {
                assertThat(auth.mechanism()).matches("[!-~]{1,20}");
            }
        });
    }

    @Test
    void aLineIsReadInLinearTime() {
        for (String begin : List.of("USER ", "PASS ", "AUTH PLAIN ", "TOP 1 ", "LIST ", "")) {
            for (String piece : List.of("1", " ", "1 ", "x")) {
                Fuzz.linear(begin, piece, Pop3Parser::parse);
            }
        }
    }
}
