package org.posthouse.console.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.QueuedMail.State;
import org.posthouse.api.queue.Selection;
import org.posthouse.spi.console.Said;
import org.posthouse.testkit.FakeVisit;

class QueuePageTest {
    private static final String HOSTILE = "<script>alert(1)</script>\u202e";

    private final FakeQueue queue = new FakeQueue();
    private final QueuePage page =
            new QueuePage(queue, Clock.fixed(FakeQueue.NOON, ZoneOffset.UTC), Duration.ofHours(1));

    private void some() {
        queue.with("A1", "ron@example.com", "kate@school.edu", State.DEFERRED, "451 4.4.1 later")
                .with("B2", "", "ron@example.com", State.HELD, "")
                .with("C3", "ron@example.com", "tom@slow.example", State.ACTIVE, "");
    }

    @Test
    void anEmptyQueueSaysSo() throws MailException {
        assertThat(page.show(FakeVisit.root()))
                .contains("<h1>Queue</h1>", "No mail waits.", "There is nothing to list.");
    }

    @Test
    void figuresAndMailsAreShown() throws MailException {
        some();
        assertThat(page.show(FakeVisit.root()))
                .contains("3 mails", "1 active, 1 deferred, 1 held", "The oldest came 1 h ago")
                .contains("slow.example", "451 4.4.1 later", "in 10 min", "value=\"A1\"", "&lt;&gt;");
    }

    @Test
    void whatIsLookedForIsShownAloneAndStaysInTheForm() throws MailException {
        some();
        String html = page.show(FakeVisit.root()
                .with("domain", "School.EDU")
                .with("sender", "ron@example.com")
                .with("state", "deferred"));
        assertThat(html).contains("value=\"A1\"", "1 mail to School.EDU, from ron@example.com, deferred");
        assertThat(html).doesNotContain("value=\"B2\"", "value=\"C3\"");
        assertThat(page.show(FakeVisit.root().with("sender", "<>")))
                .contains("value=\"B2\"")
                .doesNotContain("value=\"A1\"");
        assertThat(page.show(FakeVisit.root().with("domain", "nowhere.example")))
                .contains("No mail fits.");
    }

    @Test
    void whatMeansNothingIsRefusedInASentence() {
        assertThatThrownBy(() -> page.show(FakeVisit.root().with("sender", "ron")))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("'ron' is no mail address");
        assertThatThrownBy(() -> page.show(FakeVisit.root().with("state", "lost")))
                .hasMessageContaining("none of");
        assertThatThrownBy(() -> page.act(FakeVisit.root().with("action", "eat")))
                .hasMessageContaining("no such order");
    }

    @Test
    void mailIsSortedAsIsAskedFor() throws MailException {
        some();
        assertThat(page.show(FakeVisit.root().with("sort", "newest")))
                .containsSubsequence("\"C3\"", "\"B2\"", "\"A1\"");
        assertThat(page.show(FakeVisit.root().with("sort", "nonsense")))
                .containsSubsequence("\"A1\"", "\"B2\"", "\"C3\"");
        assertThat(page.show(FakeVisit.root().with("sort", "sender")))
                .containsSubsequence("\"B2\"", "\"A1\"", "\"C3\"");
    }

    @Test
    void oneMailIsShownWithItsHeaderAndWithoutItsBody() throws MailException {
        some();
        queue.message = "Subject: " + HOSTILE + "\r\nX-Hay: 1\rforged\r\n\r\nthe body\r\n";
        assertThat(page.show(FakeVisit.below("A1")))
                .contains("<h1>Mail A1</h1>", "451 4.4.1 later", "/system/console/mail/messages/A1")
                .contains("Subject: &lt;script&gt;alert(1)&lt;/script&gt;\ufffd\nX-Hay: 1\ufffdforged")
                .doesNotContain("the body", "<script");
    }

    @Test
    void aHeaderWithoutEndIsCut() throws MailException {
        some();
        queue.message = "X-Hay: " + "x".repeat(200_000);
        assertThat(page.show(FakeVisit.below("A1")))
                .contains("The header is longer")
                .hasSizeLessThan(50_000);
    }

    @Test
    void aMailThatIsGoneIsSaidToBe() throws MailException {
        assertThat(page.show(FakeVisit.below("A1"))).contains("not in the queue, or not any more");
        assertThat(page.show(FakeVisit.below("<b>"))).contains("Mail &lt;b&gt;").doesNotContain("<b>");
        some();
        assertThat(page.show(FakeVisit.below("A1"))).contains("The message is gone meanwhile.");
    }

    @Test
    void whatStrangersSendIsText() throws MailException {
        queue.with(
                "A1", "\"" + HOSTILE.substring(0, 20) + "\"@example.com", "kate@school.edu", State.DEFERRED, HOSTILE);
        assertThat(page.show(FakeVisit.root()) + page.show(FakeVisit.below("A1")))
                .contains("&lt;script&gt;")
                .doesNotContain("<script", "\u202e");
    }

    @Test
    void everyActionIsDoneWithOneAndSaid() throws MailException {
        some();
        for (String action : new String[] {"retry", "hold", "requeue", "bounce", "delete"}) {
            Said said = page.act(FakeVisit.below("A1").with("action", action));
            assertThat(said.done()).isTrue();
            assertThat(said.sentence()).startsWith("1 mail ").endsWith(": A1.");
        }
        assertThat(page.act(FakeVisit.below("B2").with("action", "release")).sentence())
                .isEqualTo("1 mail released: B2.");
        assertThat(queue.done)
                .containsExactly(
                        "RETRY [A1]", "HOLD [A1]", "REQUEUE [A1]", "BOUNCE [A1]", "DELETE [A1]", "RELEASE [B2]");
    }

    @Test
    void ofThoseThatAreTickedEachThatWasMissedIsNamedWithItsReason() throws MailException {
        some();
        Said said = page.act(FakeVisit.root()
                .with("action", "release")
                .with("tick", "A1")
                .with("tick", "B2")
                .with("tick", "gone"));
        assertThat(said.sentence())
                .isEqualTo("1 mail released: B2. A1 is not held. gone is not in the queue any more.");
        assertThat(page.act(FakeVisit.root().with("action", "hold")).done()).isFalse();
        assertThat(page.act(FakeVisit.root().with("action", "hold").with("tick", "<x>"))
                        .sentence())
                .isEqualTo("That is no mail.");
    }

    @Test
    void withAllThatFitItIsAskedFirstAndTheCountIsInTheQuestion() throws MailException {
        some();
        assertThat(page.show(FakeVisit.root().with("sender", "ron@example.com").with("all", "delete")))
                .contains("2 mails (from ron@example.com): delete?", "cannot be taken back", "Yes: delete 2 mails");
        assertThat(queue.done).isEmpty();
        Said said = page.act(FakeVisit.root()
                .with("sender", "ron@example.com")
                .with("all", "delete")
                .with("action", "delete"));
        assertThat(said.sentence()).isEqualTo("2 mails deleted (from ron@example.com).");
        assertThat(said.next()).isEqualTo("?sender=ron%40example.com");
        assertThat(queue.done).containsExactly("DELETE [A1, C3]");
    }

    @Test
    void aQueueThatIsAwaySaysWhy() {
        queue.away = true;
        assertThatThrownBy(() -> page.show(FakeVisit.root())).hasMessageContaining("the spool is away");
    }

    @Test
    void ofAHundredThousandMailsFewAreKeptAndShown() throws MailException {
        for (int i = 0; i < 100_000; i++) {
            queue.with("M" + i, "ron@example.com", "kate@d" + i % 15_000 + ".example", State.DEFERRED, "");
        }
        String html = page.show(FakeVisit.root().with("sort", "newest").with("page", "100"));
        assertThat(html).contains("100000 mails", "page 100 of 100", "narrow it down", "more than 10000");
        assertThat(html).hasSizeLessThan(100_000);
    }

    @Test
    void whoHasNoTimeLeftSaysOfHowManyTheFiguresAre() throws MailException {
        for (int i = 0; i < 1_000; i++) {
            queue.with("M" + i, "ron@example.com", "kate@example.com", State.DEFERRED, "");
        }
        Survey survey =
                Survey.of(queue.waiting(), Selection.all(), Comparator.comparing(QueuedMail::id), 10, () -> true);
        assertThat(survey.whole()).isFalse();
        assertThat(survey.all().mails()).isEqualTo(256);
        assertThat(survey.first()).hasSize(10);
        QueuePage hurried = new QueuePage(queue, Clock.systemUTC(), Duration.ofNanos(-1));
        assertThat(hurried.show(FakeVisit.root())).contains("of the first 256 mails only");
    }
}
