package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The console's page about mail that waits: what is done there is seen by the command line. */
@Tag("clients")
final class QueuePageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PLAIN =
            Base64.getEncoder().encodeToString("\0kate@school.edu\0posthouse".getBytes(StandardCharsets.UTF_8));
    private static final List<String> DOMAINS = List.of("far.invalid", "near.invalid");
    private static final Pattern QUEUED = Pattern.compile("queued as (\\S+)");

    private Console console;
    private Browser browser;

    @BeforeEach
    void login() throws Exception {
        console = Console.loggedIn();
        browser = console.browser();
        for (String domain : DOMAINS) {
            // Nobody listens at port 1.
            console.server().posthouse("route", "set", domain, "127.0.0.1:1");
        }
    }

    @AfterEach
    void leaveNothingBehind() throws Exception {
        for (String domain : DOMAINS) {
            console.server().posthouse("queue", "delete", "--domain", domain);
            console.server().posthouse("route", "clear", domain);
        }
    }

    /** The id of a mail that waits. */
    private String waiting(String domain) throws Exception {
        String id;
        try (Smtp smtp = new Smtp(console.server().port(587))) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("235", "AUTH PLAIN " + PLAIN);
            smtp.expect("250", "MAIL FROM:<kate@school.edu>");
            smtp.expect("250", "RCPT TO:<someone@" + domain + ">");
            smtp.expect("354", "DATA");
            Matcher queued =
                    QUEUED.matcher(smtp.ask("Subject: <script>document.title='gone'</script>\r\n\r\nHello.\r\n."));
            assertThat(queued.find()).isTrue();
            id = queued.group(1);
        }
        untilShown(id, "\"deferred\"");
        return id;
    }

    private void untilShown(String id, String what) {
        await().atMost(PATIENCE).until(() -> console.server()
                .posthouse("queue", "show", id, "--json")
                .out()
                .contains(what));
    }

    @Test
    void oneMailIsHeldReleasedTriedBegunAnewAndDeleted() throws Exception {
        String id = waiting("far.invalid");
        console.open("queue");
        assertThat(console.section("summary")).contains("far.invalid");
        console.isSound("queue");
        console.open("queue/" + id);
        assertThat(browser.text())
                .contains("Mail " + id, "kate@school.edu", "someone@far.invalid")
                .contains("Subject: <script>document.title='gone'</script>")
                .doesNotContain("Hello.");
        console.isSound("one mail of the queue");
        assertThat(console.order("#orders [value=retry]")).contains("1 mail tried now: " + id);
        untilShown(id, "\"attempts\" : 2,");
        untilShown(id, "\"deferred\"");
        assertThat(console.order("#orders [value=hold]")).isEqualTo("1 mail held: " + id + ".");
        untilShown(id, "\"held\"");
        assertThat(console.order("#orders [value=retry]")).contains("is held: release it first");
        assertThat(console.order("#orders [value=release]")).contains("1 mail released");
        await().atMost(PATIENCE).until(() -> !console.server()
                .posthouse("queue", "show", id, "--json")
                .out()
                .contains("\"attempts\" : 2,"));
        untilShown(id, "\"deferred\"");
        assertThat(console.order("#orders [value=requeue]")).contains("1 mail begun anew");
        untilShown(id, "\"deferred\"");
        assertThat(console.order("#orders [value=delete]")).contains("1 mail deleted");
        assertThat(browser.text()).contains("not in the queue, or not any more");
        assertThat(console.server().posthouse("queue", "show", id).status()).isEqualTo(1);
        assertThat(console.server().posthouse("trace", id, "--json").out())
                .contains("\"hold\"", "\"release\"", "\"requeue\"", "\"delete\"", "by the administrator");
    }

    @Test
    void thoseThatAreTickedAreHeldAndAllThatFitAreDeletedAfterAQuestion() throws Exception {
        String one = waiting("far.invalid");
        String two = waiting("far.invalid");
        String other = waiting("near.invalid");
        console.open("queue?domain=far.invalid");
        assertThat(browser.run("[...document.querySelectorAll('[name=tick]')].map(each => each.value).sort().join()"))
                .contains(one, two)
                .doesNotContain(other);
        browser.run("(document.querySelector('[name=tick][value=\"" + one + "\"]').checked = true)");
        assertThat(console.order("#ticked [value=hold]")).isEqualTo("1 mail held: " + one + ".");
        untilShown(one, "\"held\"");
        assertThat(console.server().posthouse("queue", "show", two, "--json").out())
                .contains("\"deferred\"");
        assertThat(browser.run("location.search")).isEqualTo("?domain=far.invalid");
        browser.run("(document.querySelector('#everything select').value = 'delete')");
        browser.leave(() -> browser.click("#everything button"));
        assertThat(browser.run("document.querySelector('.asked').innerText"))
                .contains("2 mails (to far.invalid): delete?", "cannot be taken back");
        console.isSound("a question of the queue");
        assertThat(console.order("#sure button")).isEqualTo("2 mails deleted (to far.invalid).");
        assertThat(console.server().posthouse("queue", "list", "--json").out())
                .contains(other)
                .doesNotContain(one, two);
    }

    @Test
    void whoLooksAtAMailThatIsDoneWithIsTold() throws Exception {
        String id = waiting("near.invalid");
        console.open("queue/" + id);
        assertThat(browser.run("document.title")).isEqualTo("Mail " + id + " · Queue · Posthouse");
        assertThat(console.server().posthouse("queue", "delete", id).status()).isZero();
        console.until("document.body.innerText.includes('not in the queue, or not any more')");
        browser.leave(() -> browser.click(".trail a"));
        assertThat(browser.run("location.pathname")).isEqualTo(Console.MAIL + "/queue");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aMailThatIsGivenUpComesBackToItsSender() throws Exception {
        String id = waiting("near.invalid");
        console.open("queue/" + id);
        assertThat(console.order("#orders [value=bounce]")).contains("1 mail sent back: " + id);
        await().atMost(PATIENCE)
                .until(() ->
                        console.server().posthouse("trace", id, "--json").out().contains("\"bounced\""));
        assertThat(console.server().posthouse("queue", "show", id).status()).isEqualTo(1);
        assertThat(browser.complaints()).isEmpty();
    }
}
