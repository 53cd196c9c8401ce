package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither a user nor an address takes all connections there are. */
final class ConnectionLimitsIT {
    private static final int MOST = 4;
    private static final String ZOE = "zoe@zoo.example";

    @TempDir
    static Path home;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        server = Server.plain(home);
        ok("domain", "add", "zoo.example");
        Path people = Files.writeString(
                home.resolve("people.csv"),
                "address,password,name,quota\n" + ZOE
                        + ",a good password,Zoe,\namy@zoo.example,a good password,Amy,\n");
        ok("account", "import", people.toString());
        for (String listener : List.of("imaps", "pop3s")) {
            ok(
                    "config",
                    "set",
                    "org.posthouse.core.net.listener~" + listener,
                    "maxConnectionsPerUser=" + MOST,
                    "maxConnectionsPerAddress=" + 2 * MOST);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(server.terminate()).isZero();
    }

    private static void ok(String... words) throws Exception {
        Run run = server.posthouse(words);
        assertThat(run.status()).as(run.err()).isZero();
    }

    private static Caller imap(String from) throws IOException {
        Caller caller = Caller.from(from, server.port(993)).secure();
        assertThat(caller.line()).startsWith("* OK");
        return caller;
    }

    @Test
    void i12AUserHasNoMoreConnectionsThanItsShareWhereverItComesFrom() throws Exception {
        List<Caller> callers = new ArrayList<>();
        try {
            for (int i = 0; i < MOST; i++) {
                callers.add(imap("127.0.1." + i));
                callers.get(i).expect("a OK", "a LOGIN " + ZOE + " \"a good password\"");
            }
            Caller more = imap("127.0.1.100");
            callers.add(more);
            more.expect("a NO [", "a LOGIN " + ZOE + " \"a good password\"");
            more.expect("b OK", "b LOGIN amy@zoo.example \"a good password\"");
            callers.get(0).expect("b OK", "b LOGOUT");
            Caller later = imap("127.0.1.101");
            callers.add(later);
            await().until(() -> {
                later.send("a LOGIN " + ZOE + " \"a good password\"\r\n");
                return later.reply().startsWith("a OK");
            });
        } finally {
            for (Caller caller : callers) {
                caller.close();
            }
        }
    }

    @Test
    void i12AnAddressHasNoMoreConnectionsThanItsShare() throws Exception {
        List<Caller> callers = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * MOST; i++) {
                callers.add(imap("127.0.2.1"));
            }
            Caller more = Caller.from("127.0.2.1", server.port(993));
            callers.add(more);
            assertThat(turnedAway(more)).isTrue();
            callers.add(imap("127.0.2.2"));
            assertThat(Files.readString(home.resolve("log/posthouse.log")))
                    .contains("127.0.2.1 turned away from imaps: too many connections");
        } finally {
            for (Caller caller : callers) {
                caller.close();
            }
        }
    }

    /** Before or after a handshake. */
    private static boolean turnedAway(Caller caller) {
        try {
            return caller.secure().rest().startsWith("* BYE [UNAVAILABLE]");
        } catch (IOException e) {
            return true;
        }
    }
}
