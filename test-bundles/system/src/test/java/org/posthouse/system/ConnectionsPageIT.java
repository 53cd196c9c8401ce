package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console's page about who is connected: whom it cuts off, the command line does not see any more. */
@Tag("clients")
final class ConnectionsPageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Console console;
    private Browser browser;

    @BeforeEach
    void login() throws Exception {
        console = Console.loggedIn();
        browser = console.browser();
    }

    private String connections(String user) throws Exception {
        return console.server()
                .posthouse("connections", "--user", user, "--json")
                .out();
    }

    @Test
    void oneIsCutOffAndThenAllOfItsUser() throws Exception {
        try (Imap one = console.server().imap("ron@example.com");
                Imap two = console.server().imap("ron@example.com");
                Imap other = console.server().imap("postmaster@example.com")) {
            one.ok("SELECT INBOX");
            two.ok("SELECT INBOX");
            other.ok("NOOP");
            console.open("connections?user=ron@example.com&service=imap");
            assertThat(console.section("connections"))
                    .contains("127.0.0.1", "imap", "waits for a command")
                    .doesNotContain("postmaster");
            assertThat(console.section("use")).contains("of 15000", "at most 50");
            console.isSound("connections");
            assertThat(connections("ron@example.com")).contains("\"doing\" : \"waiting\"", "\"received\"");
            String id = browser.run("document.querySelector('#connections [name=id]').value");
            assertThat(console.order("#connections [value=close]")).isEqualTo("Connection " + id + " is ending.");
            await().atMost(PATIENCE).until(() -> !connections("ron@example.com").contains("\"" + id + "\""));
            assertThat(connections("ron@example.com")).contains("\"id\"");
            console.open("connections?user=ron@example.com");
            assertThat(console.order("#connections [value=close-user]"))
                    .isEqualTo("1 connection of ron@example.com is ending.");
            await().atMost(PATIENCE).until(() -> !connections("ron@example.com").contains("\"id\""));
            other.ok("NOOP");
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void allOfAnAddressAreCutOff() throws Exception {
        try (Smtp smtp = console.server().smtp()) {
            smtp.expect("250", "EHLO client.example");
            console.open("connections?address=127.0.0.1");
            assertThat(console.section("connections")).contains("smtp");
            assertThat(console.order("#connections [value=close-address]"))
                    .contains("from 127.0.0.1")
                    .contains("ending.");
            await().atMost(PATIENCE).until(() -> !console.server()
                    .posthouse("connections", "--json")
                    .out()
                    .contains("\"smtp\""));
        }
        assertThat(browser.complaints()).isEmpty();
    }
}
