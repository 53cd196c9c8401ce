package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords cannot be tried out: whoever fails must wait, at every door. */
final class GuessingIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path home;

    private int guesses;

    private void account(String address) throws Exception {
        List<String> add = List.of(
                Distribution.command().toString(),
                "account",
                "add",
                address,
                "--password-stdin",
                "--home",
                home.toString());
        assertThat(Run.of(add, "a good password\n").status()).isZero();
    }

    /** What is said while somebody logs in from this address. */
    private static String login(String from, String url, String user, String password) throws Exception {
        List<String> curl = new ArrayList<>(List.of("curl", "-skv", "--interface", from));
        curl.addAll(List.of("--user", user + ":" + password, "--login-options", "AUTH=PLAIN", url));
        Run run = Run.of(curl, "");
        return run.out() + run.err();
    }

    private String guess(String url) throws Exception {
        return login("127.0.0.1", url, "zoe@zoo.example", "guess " + guesses++);
    }

    @Test
    void whoGuessesMustWaitAtEveryDoorAndOthersNeedNot() throws Exception {
        try (Server server = Server.plain(home)) {
            assertThat(server.posthouse("domain", "add", "zoo.example").status())
                    .isZero();
            account("zoe@zoo.example");
            account("amy@zoo.example");
            String smtp = "smtps://127.0.0.1:" + server.port(465);
            String imap = "imaps://127.0.0.1:" + server.port(993) + "/";
            String pop3 = "pop3s://127.0.0.1:" + server.port(995) + "/";
            assertThat(guess(smtp)).contains("< 535 5.7.8");
            // The first waits are short and may be over before a slow machine asks again.
            await().atMost(PATIENCE).until(() -> guess(smtp).contains("< 454 4.7.0"));
            await().atMost(PATIENCE).until(() -> guess(imap).contains("NO [UNAVAILABLE]"));
            await().atMost(PATIENCE).until(() -> guess(pop3).contains("-ERR [SYS/TEMP]"));
            assertThat(guesses).isGreaterThan(10);
            assertThat(login("127.0.0.2", imap, "amy@zoo.example", "a good password"))
                    .contains("INBOX");
            assertThat(Files.readString(home.resolve("log/posthouse.log")))
                    .contains("logins have failed, the last one from 127.0.0.1")
                    .containsPattern(
                            "login refused: connection \\S+ from 127\\.0\\.0\\.1 by \\S+ as zoe@zoo\\.example: ");
        }
    }
}
