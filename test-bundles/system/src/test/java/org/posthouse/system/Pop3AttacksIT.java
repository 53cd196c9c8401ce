package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by POP3, from strangers and from users. */
final class Pop3AttacksIT extends Attacks {
    @BeforeEach
    void empty() throws IOException {
        try (Imap imap = siege.server().imap(KATE)) {
            imap.ok("SELECT INBOX");
            imap.ok("UID STORE 1:* +FLAGS (\\Deleted)");
            imap.ok("EXPUNGE");
        }
    }

    private static void append(String... messages) throws IOException {
        try (Imap imap = siege.server().imap(KATE)) {
            for (String message : messages) {
                assertThat(imap.append("INBOX", octets(message)).ok()).isTrue();
            }
        }
    }

    private static Caller stranger() throws IOException {
        Caller caller = siege.caller(110);
        assertThat(caller.line()).startsWith("+OK ");
        return caller;
    }

    /** Once nobody else has the maildrop. */
    private static Caller kate() throws IOException {
        Caller caller = stranger();
        await().until(() -> {
            caller.expect("+OK", "USER " + KATE);
            caller.send("PASS posthouse\r\n");
            return caller.line().startsWith("+OK");
        });
        return caller;
    }

    private static Caller in(String state) throws IOException {
        Caller caller = state.startsWith("TRANSACTION") ? kate() : stranger();
        if (state.equals("USER")) {
            caller.expect("+OK", "USER " + KATE);
        } else if (state.equals("AUTH")) {
            caller.expect("+", "AUTH PLAIN");
        }
        return caller;
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTHORIZATION", "USER", "AUTH", "TRANSACTION"})
    void i13AnEndlessLineEndsTheConnection(String state) throws Exception {
        try (Caller caller = in(state)) {
            caller.pour("x".repeat(16 * 1024), 64);
            assertThat(caller.last()).satisfiesAnyOf(reset -> assertThat(reset).isEmpty(), said -> assertThat(said)
                    .startsWith("-ERR"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTHORIZATION", "USER", "TRANSACTION"})
    void i13WhoOnlyMakesMistakesIsSentAway(String state) throws Exception {
        try (Caller caller = in(state)) {
            caller.pour("RETR -1\r\nTOP 1 x\r\nAPOP a b\r\n", 1000);
            assertThat(caller.last()).doesNotContain("+OK", "Exception");
        }
    }

    @Test
    void i13NumbersBeyondAllAreNoWork() throws Exception {
        append("Subject: one\r\n\r\n1\r\n");
        try (Caller caller = kate()) {
            caller.send("TOP 1 4294967295\r\n");
            assertThat(caller.reply()).startsWith("-ERR");
            caller.send("TOP 1 2147483647\r\n");
            assertThat(caller.lines(".")).contains("Subject: one", "1");
            for (String command : List.of(
                    "RETR 4294967297",
                    "RETR 18446744073709551617",
                    "RETR +1",
                    "RETR 01x",
                    "DELE 4294967297",
                    "LIST 2147483648",
                    "UIDL -0",
                    "TOP -1 0",
                    "TOP 1 99999999999999999999")) {
                caller.expect("-ERR", command);
            }
            caller.expect("+OK 1 ", "STAT");
            caller.expect("+OK", "QUIT");
        }
    }

    @Test
    void i13DotsEndAnAnswerOnlyWhereItEnds() throws Exception {
        append("Subject: dots\r\n\r\n.\r\n..\r\n.x\r\n\r\n.\r\n+OK nothing\r\n.", ".\r\n.\r\n");
        try (Caller caller = kate()) {
            caller.expect("-ERR", "APOP x y");
            for (String command : List.of("RETR 1", "TOP 1 100")) {
                caller.send(command + "\r\nNOOP\r\n");
                assertThat(whole(caller))
                        .containsExactly("Subject: dots", "", "..", "...", "..x", "", "..", "+OK nothing", "..");
                caller.expect("+OK Nothing done");
            }
            caller.send("RETR 2\r\nNOOP\r\n");
            assertThat(whole(caller)).containsExactly("..", "..");
            caller.expect("+OK Nothing done");
        }
    }

    /** The lines of a multi-line answer as they are sent. */
    private static List<String> whole(Caller caller) throws IOException {
        assertThat(caller.line()).startsWith("+OK");
        List<String> lines = new ArrayList<>();
        for (String line = caller.line(); !line.equals("."); line = caller.line()) {
            lines.add(line);
        }
        return lines;
    }

    @Test
    void i13WhatOthersExpungeMeanwhileIsMissingAndNothingElse() throws Exception {
        List<String> subjects = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            subjects.add("Subject: " + i + "\r\n\r\n" + i + "\r\n");
        }
        append(subjects.toArray(String[]::new));
        try (Caller pop3 = kate();
                Imap imap = siege.server().imap(KATE)) {
            pop3.send("UIDL\r\n");
            List<String> before = whole(pop3);
            imap.ok("SELECT INBOX");
            for (int i = 1; i <= 50; i++) {
                pop3.send("UIDL\r\nRETR " + i + "\r\n");
                if (i % 2 == 0) {
                    imap.send("x STORE " + (i / 2 + 1) + " +FLAGS.SILENT (\\Deleted)\r\nx EXPUNGE\r\n");
                }
                assertThat(whole(pop3)).isEqualTo(before.subList(i - 1, before.size()));
                String answer = pop3.line();
                if (answer.startsWith("+OK")) {
                    assertThat(pop3.lines(".")).contains("Subject: " + i);
                } else {
                    assertThat(answer).startsWith("-ERR");
                    assertThat(i % 2).as("an odd one stays").isZero();
                }
                pop3.expect("+OK", "DELE " + i);
            }
            pop3.expect("-ERR", "DELE 1");
            pop3.expect("-ERR", "UIDL x");
            pop3.expect("+OK", "QUIT");
        }
        try (Imap imap = siege.server().imap(KATE)) {
            assertThat(imap.count("INBOX")).isZero();
        }
    }

    @Test
    void i13WhoAsksAndNeverReadsHoldsLittleMemory() throws Exception {
        append("Subject: large\r\n\r\n" + "0123456789abcdef\r\n".repeat(200_000));
        long before = siege.server().heapKib();
        try (Caller caller = kate()) {
            caller.send("RETR x\r\n" + "RETR 1\r\n".repeat(1000));
            siege.holds();
            assertThat(siege.server().heapKib() - before).isLessThan(16 * 1024);
            caller.die();
        }
        try (Caller next = kate()) {
            next.expect("+OK 1 ", "STAT");
        }
    }

    @Test
    void i07WhatComesWithStlsInClearIsDropped() throws Exception {
        for (String injected : List.of("USER " + KATE + "\r\nPASS posthouse\r\n", "CAP", "\r\n")) {
            try (Caller caller = stranger()) {
                caller.expect("-ERR", "NONSENSE");
                caller.expect("+OK", "USER " + KATE);
                caller.send("STLS\r\n" + injected);
                assertThat(caller.line()).startsWith("+OK");
                caller.secure();
                caller.send("CAPA\r\n");
                assertThat(caller.lines(".")).contains("USER").doesNotContain("STLS");
                // USER was said in clear, and is forgotten.
                caller.expect("-ERR", "PASS posthouse");
                caller.expect("-ERR", "STAT");
            }
        }
    }
}
