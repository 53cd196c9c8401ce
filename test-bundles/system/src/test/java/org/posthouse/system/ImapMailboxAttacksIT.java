package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by IMAP upon mailboxes: names that lead elsewhere, and messages that are none. */
final class ImapMailboxAttacksIT extends ImapAttacks {
    private static final String RON = "ron@example.com";

    @BeforeAll
    static void create() throws Exception {
        try (Imap imap = siege.server().imap(KATE)) {
            imap.ok("CREATE Three");
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
