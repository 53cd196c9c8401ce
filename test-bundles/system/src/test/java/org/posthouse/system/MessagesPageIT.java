package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console's page about mails: what it finds and tells is what the command line tells. */
@Tag("clients")
final class MessagesPageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Console console;
    private Browser browser;

    @BeforeEach
    void login() throws Exception {
        console = Console.loggedIn();
        browser = console.browser();
    }

    /** A mail that has been delivered. */
    private String delivered(String from, String messageId) throws Exception {
        String id = console.send(from, messageId);
        await().atMost(PATIENCE)
                .until(() ->
                        console.server().posthouse("trace", id, "--json").out().contains("\"delivered\""));
        return id;
    }

    private void search(String words, String stage) throws Exception {
        console.open("messages");
        browser.type("#search [name=q]", words);
        browser.run("(document.querySelector('#search [name=stage]').value = '" + stage + "')");
        browser.leave(() -> browser.click("#search button"));
    }

    @Test
    void aMailIsFoundByEachOfItsKeysAndTheSearchIsInTheAddress() throws Exception {
        String id = delivered("finder@example.com", "<found.once@example.com>");
        for (String words : new String[] {id, "found.once@example.com", "finder@example.com", "client.example"}) {
            await(words).atMost(PATIENCE).until(() -> {
                search(words, "delivered");
                return browser.text().contains(id);
            });
            assertThat(browser.text()).as(words).contains(id, "kate@school.edu", "delivered");
            assertThat(browser.run("location.search")).contains("stage=delivered");
        }
        console.isSound("messages");
        search("finder@example.com", "failed");
        assertThat(browser.text()).contains("Mails found").doesNotContain(id);
        assertThat(console.server()
                        .posthouse("trace", "--address", "finder@example.com", "--stage", "delivered", "--json")
                        .out())
                .contains(id);
        assertThat(console.server()
                        .posthouse("trace", "--address", "finder@example.com", "--stage", "failed", "--json")
                        .out())
                .doesNotContain(id);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theLifeOfAMailIsToldFromItsClientToItsMailbox() throws Exception {
        String id = delivered("ron@example.com", "<life@example.com>");
        console.open("messages");
        console.untilSection("mails", id);
        browser.leave(() -> browser.click("#mails a[href$=\"/" + id + "\"]"));
        assertThat(browser.text())
                .contains("Trace of " + id, "ron@example.com", "µs")
                .containsSubsequence("connect", "accepted", "delivered");
        console.isSound("the life of a mail");
        browser.leave(() -> browser.click(".trace a[href*=\"/filters/\"]"));
        assertThat(browser.text()).contains("filter.access");
    }

    @Test
    void aRefusedRecipientIsFoundWithTheReasonAndExplained() throws Exception {
        try (Smtp smtp = console.server().smtp()) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<ron@example.com>");
            smtp.expect("550", "RCPT TO:<nobody.here@school.edu>");
        }
        await().atMost(PATIENCE).until(() -> console.server()
                .posthouse("trace", "--address", "nobody.here@school.edu", "--stage", "refused", "--json")
                .out()
                .contains("\"refused\""));
        await().atMost(PATIENCE).until(() -> {
            search("nobody.here@school.edu", "refused");
            return browser.text().contains("550 5.1.1");
        });
        assertThat(browser.text()).contains("nobody.here@school.edu");
        browser.type("#why [name=explain]", "kate@school.edu");
        browser.leave(() -> browser.click("#why button"));
        assertThat(browser.text()).contains("kate@school.edu: ");
        console.isSound("what becomes of mail");
    }

    @Test
    void whatStrangersSendIsShownAsTextAndNeverRuns() throws Exception {
        String hostile = "<img src=x onerror=document.title='gone'>";
        String id = delivered("\"" + hostile + "\"@example.com", "<\"" + hostile + "\"@example.com>");
        console.open("messages");
        console.untilSection("mails", id);
        assertThat(console.section("mails")).contains("<img src=x");
        console.open("messages/" + id);
        assertThat(browser.text()).contains("<img src=x onerror=");
        console.open("messages?q=%3Cscript%3Edocument.title='gone'%3C/script%3E&explain=%3Cscript%3E");
        assertThat(browser.run("document.title + document.querySelectorAll('img').length"))
                .isEqualTo("Messages · Posthouse0");
        assertThat(browser.complaints()).isEmpty();
    }
}
