package org.posthouse.protocol.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthouse.testkit.FakeAccounts;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.MemoryConnection;
import org.posthouse.testkit.fuzz.Fuzz;

/** Whatever a client sends, it is answered or shown the door, and its lock goes with it. */
class Pop3FuzzTest {
    private static final String LOGIN = "USER kate@school.edu\r\nPASS posthouse\r\n";
    private static final List<String> SESSIONS = List.of(
            "CAPA\r\n" + LOGIN + "STAT\r\nQUIT\r\n",
            "AUTH PLAIN\r\nAGthdGVAc2Nob29sLmVkdQBwb3N0aG91c2U=\r\nLIST\r\nUIDL\r\n",
            "AUTH LOGIN\r\na2F0ZUBzY2hvb2wuZWR1\r\ncG9zdGhvdXNl\r\nRETR 1\r\nDELE 1\r\nQUIT\r\n",
            "AUTH PLAIN =\r\nAUTH PLAIN\r\n*\r\nAUTH NONSENSE\r\nSTLS x\r\n",
            LOGIN + "RETR 1\r\nTOP 2 3\r\nLIST 1\r\nUIDL 2\r\n",
            LOGIN + "DELE 1\r\nSTAT\r\nRSET\r\nDELE 2\r\nNOOP\r\nQUIT\r\n");

    @Test
    void anythingIsAnsweredTheSameHoweverItIsCutAndWhoeverTakesOver() {
        Fuzz.of(SESSIONS)
                .words("RETR 1\r\n", "DELE 2\r\n", "QUIT\r\n", "*\r\n", "=\r\n", "\r\n", "\n", "-1", " ")
                .rounds(3000)
                .feed(octets -> {
                    Pop3Scene scene = scene();
                    MemoryConnection whole = connection(scene);
                    whole.send(octets);
                    Pop3Scene otherScene = scene();
                    MemoryConnection pieces = connection(otherScene);
                    piecemeal(pieces, octets, new Random(Arrays.hashCode(octets)));
                    String said = new String(whole.rest(), ISO_8859_1);
                    assertThat(new String(pieces.rest(), ISO_8859_1)).isEqualTo(said);
                    assertThat(said).doesNotContain("SYS/PERM", "Exception");
                    free(scene, whole);
                    free(otherScene, pieces);
                });
    }

    private static Pop3Scene scene() throws Exception {
        Pop3Scene scene = new Pop3Scene();
        scene.deliver("Subject: one\r\n\r\n.\r\n");
        scene.deliver("Subject: two\r\n\r\nlast");
        return scene;
    }

    private static MemoryConnection connection(Pop3Scene scene) {
        return new MemoryConnection(new FakeClient().clearTextLogin(), scene::handler).open();
    }

    private static void piecemeal(MemoryConnection connection, byte[] octets, Random random) {
        for (int at = 0; at < octets.length && !connection.closed(); ) {
            int end = Math.min(octets.length, at + 1 + random.nextInt(20));
            connection.send(Arrays.copyOfRange(octets, at, end));
            at = end;
            if (random.nextBoolean() && !connection.closed()) {
                connection.swap();
            }
        }
    }

    private static void free(Pop3Scene scene, MemoryConnection connection) throws Exception {
        if (!connection.closed()) {
            connection.disconnect();
        }
        assertThat(scene.store().locked(FakeAccounts.KATE)).isFalse();
    }
}
