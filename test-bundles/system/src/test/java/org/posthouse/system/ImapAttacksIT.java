package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by IMAP, from strangers and from users. */
final class ImapAttacksIT {
    private static final String KATE = "kate@school.edu";
    private static final String RON = "ron@example.com";
    private static final int MESSAGES = 3;
    private static final int LONGEST_LINE = 64 * 1024;

    @TempDir
    static Path home;

    private static Siege siege;

    @BeforeAll
    static void begin() throws Exception {
        siege = new Siege(home);
        try (Imap imap = siege.server().imap(KATE)) {
            imap.ok("CREATE Three");
            for (int i = 0; i < MESSAGES; i++) {
                imap.append("Three", octets("Subject: mail " + i + "\r\n\r\nHello\r\n"));
            }
        }
    }

    @AfterAll
    static void end() throws Exception {
        siege.end();
    }

    @BeforeEach
    void next() {
        siege.next();
    }

    @AfterEach
    void holds() throws IOException {
        siege.holds();
        siege.named();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Caller stranger() throws IOException {
        Caller caller = Caller.from(siege.address(), siege.server().port(143));
        assertThat(caller.line()).startsWith("* OK [");
        return caller;
    }

    private static Caller kate() throws IOException {
        return user(KATE);
    }

    private static Caller user(String name) throws IOException {
        Caller caller = stranger();
        caller.expect("l OK", "l LOGIN " + name + " posthouse");
        return caller;
    }

    private static Caller inThree() throws IOException {
        Caller caller = kate();
        caller.expect("s OK", "s SELECT Three");
        return caller;
    }

    /** What is still said before the connection ends, as it must; if it was reset, what was said is lost. */
    private static String last(Caller caller) {
        try {
            return caller.rest();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection goes on", e);
        } catch (IOException e) {
            return "";
        }
    }

    /** All of it is sent, unless the server hangs up before. */
    private static void pour(Caller caller, String octets, int times) {
        Throwable broken = catchThrowable(() -> {
            for (int i = 0; i < times; i++) {
                caller.send(octets);
            }
        });
        assertThat(broken).satisfiesAnyOf(none -> assertThat(none).isNull(), closed -> assertThat(closed)
                .isInstanceOf(IOException.class));
    }

    @Test
    void i01LiteralsThatAreTooLargeEndTheConnectionAndWrongOnesAreBad() throws Exception {
        for (String mark : List.of("{2147483647+}", "{4294967295+}", "{8193+}")) {
            try (Caller caller = stranger()) {
                caller.send("a LOGIN " + mark + "\r\n");
                assertThat(last(caller)).startsWith("a BAD [TOOBIG]").contains("* BYE");
            }
            try (Caller caller = stranger()) {
                caller.send("a LOGIN kate " + mark + "\r\n" + "x".repeat(70_000));
                last(caller);
            }
        }
        for (String mark : List.of("{2147483647+}", "{4294967295+}", "{262145+}")) {
            try (Caller caller = kate()) {
                caller.send("a SELECT " + mark + "\r\n");
                assertThat(last(caller)).startsWith("a BAD [TOOBIG]").contains("* BYE");
            }
            try (Caller caller = kate()) {
                caller.send("a APPEND INBOX (\\Seen) {67108865+}\r\n");
                assertThat(last(caller)).startsWith("a NO [TOOBIG]").contains("* BYE");
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
            for (int i = 0; i < 20; i++) {
                Caller large = kate();
                callers.add(large);
                large.expect("+ ", "a APPEND INBOX {67108864}");
                Caller command = kate();
                callers.add(command);
                command.expect("+ ", "a SEARCH SUBJECT {260000}");
            }
            // The first ones alone would be more than a gigabyte.
            assertThat(siege.server().heapKib() - before).isLessThan(4 * 1024);
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
            pour(caller, "a LOGIN {65536}\r\n", 1000);
            last(caller);
        }
        try (Caller caller = stranger()) {
            pour(caller, "a LOGIN {65536+}\r\n" + "x".repeat(65_536) + "\r\n", 100);
            last(caller);
        }
        try (Caller caller = stranger()) {
            caller.send("a LOGIN");
            pour(caller, " {1000+}\r\n" + "x".repeat(1000), 1000);
            last(caller);
        }
        try (Caller caller = inThree()) {
            caller.send("a SEARCH");
            pour(caller, literal, 1000);
            last(caller);
        }
        try (Caller caller = inThree()) {
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
        try (Caller caller = inThree()) {
            ends(caller, begin);
        }
    }

    /** At 64 KiB: what is read beyond that is no more than what was under way. */
    private static void ends(Caller caller, String begin) throws IOException {
        caller.send(begin + "x".repeat(LONGEST_LINE - 1000));
        pour(caller, "x".repeat(LONGEST_LINE), 64);
        String said = last(caller);
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
        try (Caller caller = inThree()) {
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
        try (Caller caller = inThree()) {
            caller.expect("a BAD", "a " + command);
        }
    }

    @Test
    void i05NeitherManyNorDeepArgumentsAreMuchWork() throws Exception {
        String singles = IntStream.range(1, 9_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String everything = Stream.generate(() -> "1:*").limit(15_000).collect(Collectors.joining(","));
        String hundredThousand =
                IntStream.range(1, 100_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        try (Caller caller = inThree()) {
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
            pour(caller, "c FETCH " + hundredThousand + " (FLAGS)\r\n", 1);
            assertThat(last(caller)).doesNotContain("c OK");
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../ron@example.com/INBOX",
                "../../ron@example.com/INBOX",
                "user/ron",
                "user.ron",
                "user/ron@example.com/INBOX",
                "Other Users/ron/INBOX",
                "~ron/INBOX",
                "~ron",
                "#shared/INBOX",
                "#user.ron",
                "/etc/passwd",
                "etc/../../etc/passwd",
                "INBOX/../../x",
                "INBOX\0x",
                "INBOX\u0001",
                "&AC8-",
                "&AC8-etc&AC8-passwd",
                "&AAA-",
                "&AC4ALg-",
                "&bad",
                "&Jjo",
                "e\u00cc\u0081",
                "\u00ff\u00fe",
                "\u00c0\u00af",
                "\u00ed\u00a0\u0080",
                ".",
                "..",
                "C:\\x",
                "\u00e2\u0080\u00ae",
                "a//b",
                " ",
                "INBOX/",
                "'; DROP TABLE MAILBOX; --"
            })
    void i08ANameReachesNobodyElseAndNoPath(String name) throws Exception {
        Set<String> theirs = listed(RON);
        int count = count(RON);
        String literal = "{" + octets(name).length + "+}\r\n" + name;
        try (Caller caller = kate()) {
            for (String command : List.of("SELECT ", "EXAMINE ", "DELETE ", "UNSUBSCRIBE ")) {
                caller.expect("a ", "a " + command + literal);
            }
            caller.expect("b ", "b CREATE " + literal);
            caller.expect("c ", "c RENAME Mine " + literal);
            caller.expect("d ", "d COPY 1 " + literal);
            caller.expect("e ", "e STATUS " + literal + " (MESSAGES)");
            caller.expect("f ", "f SUBSCRIBE " + literal);
            caller.expect("g ", "g LIST " + literal + " *");
            caller.expect("h ", "h LIST \"\" " + literal);
            caller.send("i APPEND " + literal + " {3}\r\n");
            if (caller.reply().startsWith("+")) {
                caller.expect("i ", "abc");
            }
            caller.expect("j ", "j DELETE " + literal);
            caller.expect("k OK", "k NOOP");
            caller.expect("z BAD", "z");
        }
        assertThat(listed(RON)).isEqualTo(theirs);
        assertThat(count(RON)).isEqualTo(count);
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(file -> file.contains("passwd") || file.contains("ron@") || file.contains("Mine"));
        }
    }

    /** None of these is a mailbox; before it is made nothing is there. */
    @Test
    void i08NamesOfElsewhereAreNotSelectedInAnyNotation() throws Exception {
        try (Caller caller = kate()) {
            for (String name : List.of(
                    "../ron@example.com/INBOX", "user/ron@example.com", "~ron", "/etc/passwd", "&AC8-etc&AC8-passwd")) {
                caller.expect("a NO", "a SELECT " + name);
                caller.expect("b NO", "b EXAMINE \"" + name + "\"");
                caller.expect("c NO", "c SELECT {" + name.length() + "+}\r\n" + name);
                caller.expect("d NO", "d STATUS {" + name.length() + "+}\r\n" + name + " (UIDNEXT)");
            }
            caller.expect("e NO [LIMIT]", "e CREATE " + "x".repeat(10_000));
            caller.expect("f NO [LIMIT]", "f CREATE " + "x/".repeat(1000) + "x");
            caller.expect("g NO", "g SELECT " + "x/".repeat(1000) + "x");
            caller.expect("h NO", "h SELECT \"" + "x".repeat(10_000) + "\"");
            for (String name : List.of("../x", "x/../y", "/x", "x//y", "&AAA-", "&AC4ALg-/x")) {
                caller.expect("i NO", "i CREATE \"" + name + "\"");
                caller.expect("j NO", "j RENAME Three \"" + name + "\"");
            }
        }
    }

    private static Set<String> listed(String user) throws IOException {
        try (Imap imap = siege.server().imap(user)) {
            return Set.copyOf(imap.ok("LIST \"\" *").untagged());
        }
    }

    private static int count(String user) throws IOException {
        try (Imap imap = siege.server().imap(user)) {
            return imap.count("INBOX");
        }
    }

    @Test
    void i10AnAppendIsWholeOrNotAtAll() throws Exception {
        int before = count(KATE);
        for (String begun : List.of(
                "a APPEND INBOX {1000}\r\n",
                "a APPEND INBOX {1000+}\r\nSubject: half\r\n",
                "a APPEND INBOX {1000+}\r\n" + "x".repeat(1000),
                "a APPEND INBOX {67108864+}\r\n" + "x".repeat(1 << 20))) {
            try (Caller caller = kate()) {
                caller.send(begun);
                caller.die();
            }
        }
        try (Caller caller = kate()) {
            // MULTIAPPEND is not offered: a second message undoes the first.
            caller.send("a APPEND INBOX {3+}\r\nabc {3+}\r\ndef\r\nb CAPABILITY\r\n");
            assertThat(caller.lines("b "))
                    .anyMatch(line -> line.startsWith("a BAD"))
                    .noneMatch(line -> line.startsWith("a OK") || line.contains("MULTIAPPEND"));
            caller.expect("c BAD", "c APPEND INBOX CATENATE (URL \"/Three/;UID=1\")");
            caller.expect("d NO [CANNOT]", "d APPEND INBOX {10+}\r\nSub\0ject\r\n");
            caller.expect("e NO [CANNOT]", "e APPEND INBOX {0+}\r\n");
            caller.expect("f BAD", "f APPEND INBOX {3+}\r\nabcd");
            caller.expect("g BAD", "g GENURLAUTH \"imap://ron@example.com/INBOX/;UID=1;URLAUTH=anonymous\" INTERNAL");
        }
        assertThat(count(KATE)).isEqualTo(before);
    }

    @Test
    void i10DatesAreKeptOrRefused() throws Exception {
        int before = count(KATE);
        try (Caller caller = kate()) {
            for (String bad : List.of(
                    "31-Dec-10000 23:59:59 +0000",
                    "30-Feb-2026 00:00:00 +0000",
                    "01-Jan-2026 24:00:01 +0000",
                    "01-Jan-2026 00:00:00 +9999",
                    "01-Jan--001 00:00:00 +0000",
                    "01-Foo-2026 00:00:00 +0000",
                    "")) {
                caller.send("a APPEND INBOX \"" + bad + "\" {3}\r\n");
                assertThat(caller.reply()).as(bad).startsWith("a BAD");
            }
            assertThat(count(KATE)).isEqualTo(before);
            caller.expect("s OK", "s SELECT INBOX");
            for (String far : List.of("31-Dec-9999 23:59:59 +0000", " 1-Jan-0001 00:00:00 +0000")) {
                caller.expect("b OK", "b APPEND INBOX \"" + far + "\" {3+}\r\nabc");
                caller.send("c FETCH * INTERNALDATE\r\n");
                assertThat(caller.lines("c ")).anyMatch(line -> line.contains("INTERNALDATE \"" + far + "\""));
                caller.expect("d OK", "d SEARCH SINCE 1-Jan-9999");
                caller.expect("e OK", "e STORE * +FLAGS (\\Deleted)");
                caller.expect("f OK", "f EXPUNGE");
            }
        }
    }

    @Test
    void i10WhatIsOverQuotaIsNotKept() throws Exception {
        String user = "postmaster@example.com";
        Run set = siege.server().posthouse("account", "set", user, "--quota", "100K");
        assertThat(set.status()).as(set.err()).isZero();
        String large = "x".repeat(99) + "\n";
        try (Caller caller = user(user)) {
            caller.expect("a OK", "a APPEND INBOX {52000+}\r\n" + large.repeat(520));
            caller.send("b APPEND INBOX {60000+}\r\n" + large.repeat(600) + "\r\n");
            assertThat(caller.reply()).startsWith("b NO [OVERQUOTA]");
            caller.expect("c OK", "c SELECT INBOX");
            caller.expect("d NO [OVERQUOTA]", "d COPY 1:* INBOX");
            caller.expect("z BAD", "z");
        }
        assertThat(count(user)).isEqualTo(1);
    }
}
