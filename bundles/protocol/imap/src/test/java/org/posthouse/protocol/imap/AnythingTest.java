package org.posthouse.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.MemoryConnection;

/** Whatever a client sends, it is answered or shown the door; nothing breaks, and its own octets do not come back as responses. */
class AnythingTest {
    private static final List<String> COMMANDS = List.of(
            "FETCH 1:* (UID FLAGS BODY[1.2.HEADER.FIELDS (From)]<0.10> ENVELOPE BODYSTRUCTURE)\r\n",
            "UID FETCH 1:2 RFC822.TEXT\r\n",
            "SEARCH CHARSET UTF-8 OR TEXT kate NOT (SEEN UID 1:*) SENTSINCE 1-Jan-2020\r\n",
            "STORE 1:* +FLAGS (\\Seen $x)\r\n",
            "APPEND INBOX (\\Draft) \"01-Jan-2026 00:00:00 +0000\" {3+}\r\nabc\r\n",
            "COPY 1 INBOX\r\n",
            "LIST \"\" %/*\r\n",
            "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (% *b) RETURN (STATUS (SIZE UNSEEN) CHILDREN)\r\n",
            "LSUB a/ %\r\n",
            "SUBSCRIBE a/b\r\n",
            "ENABLE CONDSTORE X\r\n",
            "UID SEARCH RETURN (MIN ALL COUNT) 1:*\r\n",
            "CREATE a/b\r\n",
            "RENAME a/b c\r\n",
            "DELETE {1+}\r\nc\r\n",
            "STATUS INBOX (MESSAGES UNSEEN)\r\n",
            "IDLE\r\nDONE\r\n",
            "SELECT INBOX\r\n",
            "EXPUNGE\r\n",
            "ID (\"a\" \"b\")\r\n",
            "AUTHENTICATE PLAIN =\r\n");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anythingIsAnswered(long seed) {
        Random random = new Random(seed);
        ImapScene scene = new ImapScene();
        scene.act("file INBOX nested.eml");
        scene.act("deliver INBOX one");
        MemoryConnection connection = connect(scene);
        for (int round = 0; round < 3000; round++) {
            if (connection.closed()) {
                connection = connect(scene);
            }
            connection.send(mutated(random));
            if (!connection.closed() && random.nextInt(20) == 0) {
                connection.swap();
            }
            answersAreResponses(connection);
        }
        MemoryConnection other = connect(scene);
        other.sendLine("z NOOP");
        assertThat(new String(other.rest(), StandardCharsets.ISO_8859_1)).contains("z OK");
    }

    private static MemoryConnection connect(ImapScene scene) {
        MemoryConnection connection = new MemoryConnection(new FakeClient().clearTextLogin(), scene::handler).open();
        connection.sendLine("a LOGIN kate@school.edu posthouse");
        connection.sendLine("b SELECT INBOX");
        connection.rest();
        return connection;
    }

    private static void answersAreResponses(MemoryConnection connection) {
        byte[] said = connection.rest();
        assertThat(new String(said, StandardCharsets.ISO_8859_1)).doesNotContain("SERVERBUG", "Exception");
        Responses.cut(said).forEach(response -> assertThat(Responses.firstLine(response))
                .matches(line -> line.startsWith("* ")
                        || line.startsWith("+ ")
                        || line.contains(" OK ")
                        || line.contains(" NO ")
                        || line.contains(" BAD ")));
    }

    private static byte[] mutated(Random random) {
        String command = "t " + COMMANDS.get(random.nextInt(COMMANDS.size()));
        byte[] octets = command.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(octets.length);
            octets[at] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) "()[]{}<>\"\\*%:,.&-+ 09aZ\r\n".charAt(random.nextInt(24));
        }
        return octets;
    }
}
