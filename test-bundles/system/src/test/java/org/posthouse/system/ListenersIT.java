package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners of an installation are set otherwise while somebody reads mail. */
@Tag("clients")
final class ListenersIT {
    private static final String IMAP = "org.posthouse.core.net.listener~imap";
    private static final String LOGIN = "LOGIN zoe@zoo.example \"a good password\"";
    private static final int OTHER = 144;

    @TempDir
    Path home;

    @Test
    void limitsAndPortsActAtOnceAndDisconnectNobody() throws Exception {
        try (Server server = Server.plain(home)) {
            account(server);
            set(server, IMAP, "clearTextLogin=true", "maxConnectionsPerUser=2");
            set(server, "org.posthouse.core.net.listener~imaps", "maxConnectionsPerUser=2");
            try (Imap first = new Imap(server.port(143));
                    Imap second = new Imap(server.port(143));
                    Imap third = new Imap(server.port(143))) {
                first.ok(LOGIN);
                first.ok("SELECT INBOX");
                second.ok(LOGIN);
                assertThat(third.ask(LOGIN).tagged()).startsWith("NO [LIMIT]");
                // All listeners of the protocol count together.
                assertThat(byTls(server)).isNotZero();
                second.ok("LOGOUT");
                await().until(() -> byTls(server) == 0);

                set(server, IMAP, "port=" + OTHER);
                await().until(() -> accepts(server.port(OTHER)) && !accepts(server.port(143)));
                first.ok("NOOP");
                third.ok("NOOP");

                set(server, "org.posthouse.core.net", "maxConnections=1");
                assertThat(server.posthouse("status").out()).contains("127.0.0.1:" + server.port(OTHER));
                await().until(() -> !accepts(server.port(OTHER)));
                first.ok("NOOP");
                set(server, "org.posthouse.core.net", "maxConnections=100");
                await().until(() -> accepts(server.port(OTHER)));
            }
            assertThat(server.terminate()).isZero();
        }
    }

    private void account(Server server) throws Exception {
        assertThat(server.posthouse("domain", "add", "zoo.example").status()).isZero();
        List<String> add = List.of(
                Distribution.command().toString(),
                "account",
                "add",
                "zoe@zoo.example",
                "--password-stdin",
                "--home",
                home.toString());
        assertThat(Run.of(add, "a good password\n").status()).isZero();
    }

    private static void set(Server server, String pid, String... settings) throws Exception {
        List<String> words = new ArrayList<>(List.of("config", "set", pid));
        words.addAll(List.of(settings));
        Run run = server.posthouse(words.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
    }

    private static int byTls(Server server) throws Exception {
        return Run.of(
                        List.of(
                                "curl",
                                "-sk",
                                "--user",
                                "zoe@zoo.example:a good password",
                                "imaps://127.0.0.1:" + server.port(993) + "/"),
                        "")
                .status();
    }

    /** Whether somebody who comes now is greeted, not refused or told good-bye. */
    private static boolean accepts(int port) throws IOException {
        try (Imap imap = new Imap(port)) {
            return imap.ask("NOOP").ok();
        } catch (SocketException | EOFException e) {
            return false;
        }
    }
}
