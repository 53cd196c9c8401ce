package org.posthouse.protocol.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.MemoryConnection;
import org.posthouse.testkit.fuzz.Fuzz;

/** Whatever a client sends, it is answered or shown the door; nothing breaks, and its own octets do not come back as responses. */
class ImapFuzzTest {
    private static final String LOGIN = "a LOGIN kate@school.edu posthouse\r\nb SELECT INBOX\r\n";
    private static final List<String> STRANGERS = List.of(
            "a CAPABILITY\r\nb LOGIN {15}\r\nkate@school.edu {9+}\r\nposthouse\r\nc SELECT INBOX\r\n",
            "a AUTHENTICATE PLAIN\r\nAGthdGVAc2Nob29sLmVkdQBwb3N0aG91c2U=\r\nb STATUS INBOX (MESSAGES UNSEEN)\r\n",
            "a AUTHENTICATE LOGIN\r\na2F0ZUBzY2hvb2wuZWR1\r\ncG9zdGhvdXNl\r\nb LIST \"\" *\r\n",
            "a AUTHENTICATE PLAIN =\r\nb AUTHENTICATE PLAIN\r\n*\r\nc ID (\"a\" \"b\" \"c\" NIL)\r\nd LOGOUT\r\n");
    private static final List<String> USERS = List.of(
            "c FETCH 1:* (UID FLAGS BODY[1.2.HEADER.FIELDS (From)]<0.10> ENVELOPE BODYSTRUCTURE)\r\nd NOOP\r\n",
            "c UID FETCH 1:2 RFC822.TEXT\r\nd FETCH 1 (BODY.PEEK[2.MIME] RFC822.SIZE INTERNALDATE)\r\n",
            "c SEARCH CHARSET UTF-8 OR TEXT kate NOT (SEEN UID 1:*) SENTSINCE 1-Jan-2020\r\n",
            "c UID SEARCH RETURN (MIN ALL COUNT) BODY {4+}\r\nkate HEADER X-A \"\"\r\n",
            "c STORE 1:* +FLAGS (\\Seen $x)\r\nd UID STORE 2 -FLAGS.SILENT \\Deleted\r\ne EXPUNGE\r\n",
            "c APPEND INBOX (\\Draft) \"01-Jan-2026 00:00:00 +0000\" {3+}\r\nabc\r\nd APPEND {5}\r\nINBOX {3}\r\nabc\r\n",
            "c CREATE a/b\r\nd SUBSCRIBE a/b\r\ne COPY 1 a/b\r\nf MOVE 1:2 a/b\r\ng RENAME a/b c\r\nh DELETE {1+}\r\nc\r\n",
            "c LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (% *b) RETURN (STATUS (SIZE UNSEEN) CHILDREN)\r\nd LSUB a/ %\r\n",
            "c IDLE\r\nDONE\r\nd ENABLE CONDSTORE X\r\ne UNSELECT\r\nf EXAMINE INBOX\r\ng CLOSE\r\nh NAMESPACE\r\n");
    private static final String[] WORDS = {
        "{3+}\r\n",
        "{3}\r\n",
        "{4294967295+}\r\n",
        "\"\\\"",
        "BODY[",
        "]<0.1>",
        "(",
        ")",
        "1:*",
        "*",
        "&AC8-",
        "NIL",
        "\r\n",
        "\n",
        "DONE\r\n"
    };

    @Test
    void anythingAStrangerSendsIsAnsweredTheSameHoweverItIsCutAndWhoeverTakesOver() {
        Fuzz.of(STRANGERS).words(WORDS).rounds(800).feed(octets -> check("", octets));
    }

    @Test
    void anythingAUserSendsIsAnsweredTheSameHoweverItIsCutAndWhoeverTakesOver() {
        Fuzz.of(USERS).words(WORDS).rounds(1200).feed(octets -> check(LOGIN, octets));
    }

    private static void check(String before, byte[] octets) {
        MemoryConnection whole = connection();
        whole.send(before.getBytes(ISO_8859_1));
        MemoryConnection pieces = connection();
        pieces.send(before.getBytes(ISO_8859_1));
        if (!whole.closed()) {
            whole.send(octets);
            piecemeal(pieces, octets, new Random(Arrays.hashCode(octets)));
        }
        byte[] said = whole.rest();
        assertThat(new String(pieces.rest(), ISO_8859_1)).isEqualTo(new String(said, ISO_8859_1));
        assertThat(new String(said, ISO_8859_1)).doesNotContain("SERVERBUG", "Exception");
        Responses.cut(said).forEach(response -> assertThat(Responses.firstLine(response))
                .matches("(\\* |\\+ ).*|[^ ]+ (OK|NO|BAD) .*"));
    }

    private static MemoryConnection connection() {
        ImapScene scene = new ImapScene();
        scene.act("file INBOX nested.eml");
        scene.act("deliver INBOX one");
        return new MemoryConnection(new FakeClient().clearTextLogin(), scene::handler).open();
    }

    private static void piecemeal(MemoryConnection connection, byte[] octets, Random random) {
        for (int at = 0; at < octets.length && !connection.closed(); ) {
            int end = Math.min(octets.length, at + 1 + random.nextInt(40));
            connection.send(Arrays.copyOfRange(octets, at, end));
            at = end;
            if (random.nextBoolean() && !connection.closed()) {
                connection.swap();
            }
        }
    }
}
