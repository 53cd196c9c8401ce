package org.posthouse.protocol.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthouse.testkit.FakeAccounts;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.MemoryConnection;

/** Whatever a client sends, it is answered or shown the door, and its lock goes with it. */
class AnythingTest {
    private static final List<String> COMMANDS = List.of(
            "USER kate@school.edu\r\n",
            "PASS posthouse\r\n",
            "AUTH PLAIN =\r\n",
            "AUTH LOGIN\r\n",
            "CAPA\r\n",
            "STAT\r\n",
            "LIST\r\n",
            "LIST 1\r\n",
            "UIDL\r\n",
            "UIDL 2\r\n",
            "RETR 1\r\n",
            "TOP 2 3\r\n",
            "DELE 1\r\n",
            "RSET\r\n",
            "NOOP\r\n");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anythingIsAnswered(long seed) throws Exception {
        Random random = new Random(seed);
        Pop3Scene scene = new Pop3Scene();
        scene.deliver("Subject: one\r\n\r\n.\r\n");
        scene.deliver("Subject: two\r\n\r\nlast");
        MemoryConnection connection = connect(scene);
        for (int round = 0; round < 3000; round++) {
            if (connection.closed()) {
                assertThat(scene.store().locked(FakeAccounts.KATE)).isFalse();
                connection = connect(scene);
            }
            connection.send(mutated(random));
            if (!connection.closed() && random.nextInt(20) == 0) {
                connection.swap();
            }
            assertThat(new String(connection.rest(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("SYS/PERM", "Exception");
        }
        connection.disconnect();
        MemoryConnection other = connect(scene);
        other.sendLine("STAT");
        assertThat(new String(other.rest(), StandardCharsets.ISO_8859_1)).startsWith("+OK 2 ");
    }

    private static MemoryConnection connect(Pop3Scene scene) {
        MemoryConnection connection = new MemoryConnection(new FakeClient().clearTextLogin(), scene::handler).open();
        connection.sendLine("USER kate@school.edu");
        connection.sendLine("PASS posthouse");
        connection.rest();
        return connection;
    }

    private static byte[] mutated(Random random) {
        byte[] octets = COMMANDS.get(random.nextInt(COMMANDS.size())).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(octets.length);
            octets[at] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) " =*-.09aZ\r\n".charAt(random.nextInt(11));
        }
        return octets;
    }
}
