package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by IMAP, from strangers and from users. */
final class ImapAttacksIT extends ImapAttacks {
    private static final int MESSAGES = 3;
    private static final int LONGEST_LINE = 64 * 1024;

    @BeforeAll
    static void create() throws Exception {
        try (Imap imap = siege.server().imap(KATE)) {
            imap.ok("CREATE Three");
            for (int i = 0; i < MESSAGES; i++) {
                imap.append("Three", octets("Subject: mail " + i + "\r\n\r\nHello\r\n"));
            }
        }
    }

    @Test
    void i01LiteralsThatAreTooLargeEndTheConnectionAndWrongOnesAreBad() throws Exception {
        for (String mark : List.of("{2147483647+}", "{4294967295+}", "{8193+}")) {
            try (Caller caller = stranger()) {
                caller.send("a LOGIN " + mark + "\r\n");
                assertThat(caller.last()).startsWith("a BAD [TOOBIG]").contains("* BYE");
            }
            try (Caller caller = stranger()) {
                caller.send("a LOGIN kate " + mark + "\r\n" + "x".repeat(70_000));
                caller.last();
            }
        }
        for (String mark : List.of("{2147483647+}", "{4294967295+}", "{262145+}")) {
            try (Caller caller = kate()) {
                caller.send("a SELECT " + mark + "\r\n");
                assertThat(caller.last()).startsWith("a BAD [TOOBIG]").contains("* BYE");
            }
            try (Caller caller = kate()) {
                caller.send("a APPEND INBOX (\\Seen) {67108865+}\r\n");
                assertThat(caller.last()).startsWith("a NO [TOOBIG]").contains("* BYE");
            }
        }
        for (String mark : List.of(
                "{2147483647}",
                "{4294967296}",
                "{-1}",
                "{0x}",
                "{1e9}",
                "{99999999999999999999+}",
                "{}",
                "{+}",
                "{1")) {
            try (Caller before = stranger();
                    Caller after = kate()) {
                before.expect("a BAD", "a LOGIN " + mark);
                before.expect("b OK", "b NOOP");
                after.expect("a BAD", "a SELECT " + mark);
                after.expect("b BAD", "b APPEND INBOX " + (mark.equals("{2147483647}") ? "x" : mark));
                after.expect("c OK", "c NOOP");
            }
        }
    }

    @Test
    void i01WhatIsAnnouncedTakesNoMemory() throws Exception {
        List<Caller> callers = new ArrayList<>();
        try {
            long before = siege.server().heapKib();
            for (int i = 0; i < 40; i++) {
                Caller large = kate();
                callers.add(large);
                large.expect("+ ", "a APPEND INBOX {67108864}");
                Caller command = kate();
                callers.add(command);
                command.expect("+ ", "a SEARCH SUBJECT {260000}");
            }
            // The messages would be 2.5 GiB, the others 10 MiB.
            assertThat(siege.server().heapKib() - before).isLessThan(8 * 1024);
        } finally {
            for (Caller caller : callers) {
                caller.die();
            }
        }
        try (Caller caller = kate()) {
            caller.expect("a BAD", "a");
        }
    }

    @Test
    void i01AThousandLiteralsAreNoMoreThanOne() throws Exception {
        String literal = " SUBJECT {65536+}\r\n" + "x".repeat(65_536);
        try (Caller caller = stranger()) {
            caller.pour("a LOGIN {65536}\r\n", 1000);
            caller.last();
        }
        try (Caller caller = stranger()) {
            caller.pour("a LOGIN {65536+}\r\n" + "x".repeat(65_536) + "\r\n", 100);
            caller.last();
        }
        try (Caller caller = stranger()) {
            caller.send("a LOGIN");
            caller.pour(" {1000+}\r\n" + "x".repeat(1000), 1000);
            caller.last();
        }
        try (Caller caller = in("Three")) {
            caller.send("a SEARCH");
            caller.pour(literal, 1000);
            caller.last();
        }
        try (Caller caller = in("Three")) {
            for (int i = 0; i < 100; i++) {
                caller.expect("b OK", "b SEARCH" + literal);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a ",
                "a LOGIN ",
                "a LOGIN \"",
                "a LOGIN kate \"",
                "a LOGIN {3+}\r\nabc ",
                "a AUTHENTICATE PLAIN\r\n",
                "a AUTHENTICATE ",
                "a ID (\"",
            })
    void i02AnEndlessLineOfAStrangerEnds(String begin) throws Exception {
        try (Caller caller = stranger()) {
            ends(caller, begin);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a ",
                "a SELECT \"",
                "a SELECT {3+}\r\nabc",
                "a STORE 1 FLAGS (",
                "a STORE 1 FLAGS (\\",
                "a FETCH 1,",
                "a FETCH 1 (",
                "a FETCH 1 BODY[HEADER.FIELDS (",
                "a FETCH 1 BODY[1.",
                "a SEARCH SUBJECT \"",
                "a SEARCH (",
                "a LIST \"\" ",
                "a APPEND INBOX (",
                "a APPEND INBOX {3+}\r\nabc",
                "a IDLE\r\n"
            })
    void i02AnEndlessLineOfAUserEnds(String begin) throws Exception {
        try (Caller caller = in("Three")) {
            ends(caller, begin);
        }
    }

    /** At 64 KiB: what is read beyond that is no more than what was under way. */
    private static void ends(Caller caller, String begin) throws IOException {
        caller.send(begin + "x".repeat(LONGEST_LINE - 1000));
        caller.pour("x".repeat(LONGEST_LINE), 64);
        String said = caller.last();
        assertThat(said).satisfiesAnyOf(reset -> assertThat(reset).isEmpty(), bye -> assertThat(bye)
                .contains("* BYE Line is too long"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FETCH 1:4294967295 (FLAGS)",
                "FETCH *:1 (FLAGS)",
                "FETCH 4294967295:* (FLAGS)",
                "UID FETCH 1:4294967295 (FLAGS)",
                "UID FETCH *:4294967295 (FLAGS)",
                "STORE 1:4294967295 +FLAGS (\\Seen)",
                "SEARCH 1:4294967295",
                "SEARCH UID *:4294967295",
                "UID SEARCH RETURN (ALL COUNT) 1:4294967295",
                "UID EXPUNGE 5:4294967295",
                "FETCH 1 BODY[]<0.4294967295>",
                "FETCH 1 BODY[]<4294967295.4294967295>",
                "FETCH 1 BODY[4294967295.4294967295]"
            })
    void i05WhatIsAskedOfAllIsDoneForThoseThereAre(String command) throws Exception {
        try (Caller caller = in("Three")) {
            caller.send("a " + command + "\r\n");
            List<String> answer = caller.lines("a ");
            assertThat(answer.get(answer.size() - 1)).matches("a (OK|NO|BAD) .*");
            assertThat(answer.size()).isLessThan(20);
            caller.expect("x BAD", "x");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FETCH 4294967296 (FLAGS)",
                "FETCH 1:4294967296 (FLAGS)",
                "FETCH 18446744073709551617 (FLAGS)",
                "FETCH 0 (FLAGS)",
                "FETCH -1 (FLAGS)",
                "FETCH 1: (FLAGS)",
                "FETCH 1,,2 (FLAGS)",
                "FETCH 1:2:3 (FLAGS)",
                "FETCH 1 BODY[]<0.4294967296>",
                "FETCH 1 BODY[]<0.0>",
                "FETCH 1 BODY[]<-1.1>",
                "FETCH 1 BODY[0]",
                "FETCH 1 BODY[1.0]",
                "FETCH 1 BODY[4294967296]",
                "UID EXPUNGE 0",
                "SEARCH LARGER 4294967296",
                "SEARCH UID 0"
            })
    void i05NumbersThatAreNoneAreBad(String command) throws Exception {
        try (Caller caller = in("Three")) {
            caller.expect("a BAD", "a " + command);
        }
    }

    @Test
    void i05NeitherManyNorDeepArgumentsAreMuchWork() throws Exception {
        String singles = IntStream.range(1, 9_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String everything = Stream.generate(() -> "1:*").limit(15_000).collect(Collectors.joining(","));
        String hundredThousand =
                IntStream.range(1, 100_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        try (Caller caller = in("Three")) {
            for (String command : List.of(
                    "UID FETCH " + singles + " (FLAGS)",
                    "FETCH " + everything + " (FLAGS)",
                    "FETCH 1 BODY[" + "1.".repeat(30_000) + "1]",
                    "FETCH 1:* (" + "FLAGS ".repeat(10_000) + "UID)",
                    "SEARCH " + "NOT ".repeat(16_000) + "ALL",
                    "SEARCH " + "OR ALL ".repeat(9_000) + "ALL",
                    "SEARCH " + "OR ".repeat(20_000) + "ALL",
                    "SEARCH " + "(".repeat(60_000),
                    "SEARCH " + "(".repeat(30_000) + "ALL" + ")".repeat(30_000),
                    "FETCH 1 " + "(".repeat(60_000),
                    "FETCH 1 BODY[HEADER.FIELDS (" + "A ".repeat(30_000) + "B)]",
                    "STORE 1 +FLAGS (" + "a ".repeat(30_000) + "b)",
                    "LIST \"\" " + "*%".repeat(30_000) + "x",
                    "LIST \"\" (" + "%*a ".repeat(10_000) + "x)")) {
                caller.send("a " + command + "\r\n");
                List<String> answer = caller.lines("a ");
                assertThat(answer.get(answer.size() - 1)).matches("a (OK|NO|BAD) .*");
                assertThat(answer.stream().mapToInt(String::length).sum())
                        .as(command.substring(0, 20))
                        .isLessThan(1 << 20);
            }
            caller.expect("b OK", "b NOOP");
            caller.pour("c FETCH " + hundredThousand + " (FLAGS)\r\n", 1);
            assertThat(caller.last()).doesNotContain("c OK");
        }
    }

    @Test
    void i07WhatComesWithStarttlsInClearIsDropped() throws Exception {
        for (String injected : List.of(
                "b LOGIN ron@example.com posthouse\r\nc SELECT INBOX\r\n",
                "b NOO",
                "b AUTHENTICATE PLAIN AHJvbkBleGFtcGxlLmNvbQBwb3N0aG91c2U=\r\n",
                "\r\n")) {
            try (Caller caller = stranger()) {
                caller.expect("z BAD", "z");
                caller.send("a STARTTLS\r\n" + injected);
                assertThat(caller.line()).startsWith("a OK");
                caller.secure();
                caller.send("d CAPABILITY\r\n");
                assertThat(caller.line())
                        .startsWith("* CAPABILITY ")
                        .contains("AUTH=")
                        .doesNotContain("STARTTLS", "LOGINDISABLED");
                assertThat(caller.line()).startsWith("d OK");
                caller.expect("e BAD", "e SELECT INBOX");
                caller.expect("f BAD", "f STARTTLS");
            }
        }
    }

    @Test
    void i07ALoginBeforeTlsRulesOutTls() throws Exception {
        try (Caller caller = kate()) {
            caller.expect("a BAD", "a STARTTLS");
        }
        try (Caller caller = stranger()) {
            caller.expect("+", "a AUTHENTICATE PLAIN");
            // This is the answer to the challenge, not a command.
            caller.expect("a BAD", "b STARTTLS");
            caller.expect("c OK", "c STARTTLS");
            caller.secure();
            caller.expect("d OK", "d NOOP");
        }
    }
}
