package org.posthouse.console.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.dns.Answer;
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.route.Router;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.Trace.Query.Field;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.testkit.FakeVisit;

class MessagesPageTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String HOSTILE = "<script>alert(1)</script>\u202e";

    private final FakeTrace trace = new FakeTrace();
    private boolean waits;
    private boolean queueAway;
    private boolean routerAway;
    private final MessagesPage page = new MessagesPage(
            trace,
            fake(MailQueue.class, (method, arguments) -> {
                if (queueAway) {
                    throw MailException.notNow("the spool is away");
                }
                return waits ? Optional.of(fake(QueuedMail.class, (its, none) -> "")) : Optional.empty();
            }),
            fake(Router.class, (method, arguments) -> {
                if (routerAway) {
                    throw MailException.notNow("the directory is away");
                }
                Address to = (Address) arguments[0];
                return List.of(
                        new Router.Explanation(0, to, "alias", "an alias", List.of()),
                        new Router.Explanation(1, to, "remote", "not ours", List.of()));
            }),
            fake(Configurations.class, (method, arguments) -> List.of()),
            fake(Resolver.class, (method, arguments) -> Answer.none(Answer.Outcome.NO_NAME, false, Duration.ZERO)));

    /** What a fake answers. */
    private interface Answers {
        Object to(String method, Object[] arguments) throws MailException;
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.to(method.getName(), arguments)));
    }

    private static TraceStep.Builder step(String stage, int seconds) {
        return TraceStep.at(NOON.plusSeconds(seconds), stage)
                .queueId("Q1")
                .by("org.posthouse.filter.access", "1.2.3", "abc123");
    }

    /** To two recipients, one of whom has it. */
    private void mail() {
        trace.steps.addAll(List.of(
                step("recipient", 0)
                        .connectionId("c7")
                        .verdict("points 2.5")
                        .micros(50)
                        .fact("client", "192.0.2.1")
                        .build(),
                step("accepted", 1)
                        .micros(200)
                        .fact("sender", "ron@example.com")
                        .fact("recipients", "kate@school.edu tom@slow.example")
                        .fact("size", "2048")
                        .fact("points", "2.5")
                        .reply("250 2.6.0 queued")
                        .build(),
                step("delivered", 2).fact("recipient", "kate@school.edu").build(),
                step("deferred", 90_000)
                        .fact("recipient", "tom@slow.example")
                        .reply("451 4.4.1 later")
                        .build()));
        trace.lives.add(new Trace.Life("Q1", trace.steps.get(1), List.copyOf(trace.steps)));
    }

    @Test
    void withoutMailTheBoundsOfTheTraceAreTold() throws MailException {
        assertThat(page.show(FakeVisit.root()))
                .contains("<h1>Messages</h1>", "Last mails", "No mail yet.", "is kept for 30 d");
    }

    @Test
    void theLastMailsAreListedWithWhatBecameOfThem() throws MailException {
        mail();
        assertThat(page.show(FakeVisit.root()))
                .contains(
                        "/system/console/mail/messages/Q1",
                        "ron@example.com",
                        "kate@school.edu</span> and 1 more",
                        "2.0 KiB")
                .contains("1 delivered", "1 deferred", "451 4.4.1 later");
        assertThat(trace.searches)
                .containsExactly(new Trace.Search(
                        Optional.empty(), Set.of("accepted", "refused", "report"), Optional.empty(), Optional.empty()));
    }

    @Test
    void whatIsLookedForIsAskedInTurnAndStaysInTheForm() throws MailException {
        String html = page.show(FakeVisit.root()
                .with("q", "kate@school.edu")
                .with("stage", "deferred")
                .with("from", "2026-03-01T00:00:00Z")
                .with("to", "2026-03-02T00:00:00Z"));
        assertThat(trace.searches)
                .extracting(search -> search.query().orElseThrow().field())
                .containsExactly(Field.MESSAGE_ID, Field.ADDRESS);
        assertThat(trace.searches)
                .allMatch(search -> search.stages().equals(Set.of("deferred"))
                        && search.since().equals(Optional.of(Instant.parse("2026-03-01T00:00:00Z")))
                        && search.before().equals(Optional.of(Instant.parse("2026-03-02T00:00:00Z"))));
        assertThat(html).contains("value=\"kate@school.edu\"", "Mails found", "<option value=\"deferred\" selected");
    }

    @Test
    void whereLookingEndedIsSaidWithALinkToGoOn() throws MailException {
        trace.stopped = Optional.of(NOON);
        assertThat(page.show(FakeVisit.root().with("q", "Q9").with("by", "id")))
                .contains("Looked back as far as", "by=id&amp;q=Q9&amp;to=2026-03-01T12%3A00%3A00Z");
        mail();
        assertThat(page.show(FakeVisit.root())).contains("There may be more before");
    }

    @Test
    void whatCameAsNoMailOfOursIsShownByItsSteps() throws MailException {
        trace.steps.add(TraceStep.at(NOON, "appended").verdict("by kate").build());
        assertThat(page.show(FakeVisit.root().with("q", "<x@y>").with("by", "message")))
                .contains("No mail came here as this one", "appended", "by kate");
    }

    @Test
    void theLifeOfAMailIsATimeLineByDays() throws MailException {
        mail();
        waits = true;
        assertThat(page.show(FakeVisit.below("Q1")))
                .contains("<h1>Trace of Q1</h1>", "1 delivered, 1 deferred", "192.0.2.1", "2.5")
                .contains("/system/console/mail/queue/Q1", "/system/console/mail/filters/org.posthouse.filter.access")
                .contains("filter.access", "1.2.3", "abc123", "50 µs", "200 µs", "width=\"50\"", "width=\"200\"")
                .containsSubsequence("RCPT TO", "accepted", "delivered", "class=\"day\"", "deferred");
    }

    @Test
    void aLifeThatIsNotKeptIsSaidSo() throws MailException {
        assertThat(page.show(FakeVisit.below("<b>")))
                .contains("Trace of &lt;b&gt;", "Nothing is recorded for it, or not any more.");
    }

    @Test
    void aQueueThatIsAwayDoesNotHideTheLife() throws MailException {
        mail();
        queueAway = true;
        assertThat(page.show(FakeVisit.below("Q1")))
                .contains("This cannot be told now: the spool is away", "451 4.4.1 later");
    }

    @Test
    void whatStrangersSendIsText() throws MailException {
        TraceStep hostile = TraceStep.at(NOON, "refused")
                .queueId("Q1")
                .by(HOSTILE, HOSTILE, HOSTILE)
                .verdict(HOSTILE)
                .reply(HOSTILE)
                .fact("sender", HOSTILE)
                .fact("recipient", HOSTILE)
                .fact("message-id", HOSTILE)
                .fact(HOSTILE, HOSTILE)
                .fact("size", HOSTILE)
                .build();
        trace.steps.add(hostile);
        trace.lives.add(new Trace.Life("Q1", hostile, List.of(hostile)));
        FakeVisit visit = FakeVisit.root().with("q", HOSTILE).with("explain", HOSTILE);
        assertThat(page.show(visit) + page.show(FakeVisit.below("Q1")))
                .contains("&lt;script&gt;")
                .doesNotContain("<script", "\u202e");
    }

    @Test
    void whatWouldBecomeOfMailIsExplained() throws MailException {
        assertThat(page.show(FakeVisit.root().with("explain", "tom@slow.example")))
                .contains("an alias", "→ ", "not ours", "there is no such domain");
        assertThat(page.show(FakeVisit.root().with("explain", "tom"))).contains("&#39;tom&#39; is no mail address");
        routerAway = true;
        assertThat(page.show(FakeVisit.root().with("explain", "tom@slow.example")))
                .contains("This cannot be told now: the directory is away", "Last mails");
    }

    @Test
    void whatIsNoTimeIsRefusedInASentence() {
        assertThatThrownBy(() -> page.show(FakeVisit.root().with("from", "yesterday")))
                .isInstanceOf(MailException.class)
                .hasMessageContaining("'yesterday' is no time");
    }

    /** Finds what it was given. */
    private static final class FakeTrace implements Trace {
        private final List<TraceStep> steps = new ArrayList<>();
        private final List<Life> lives = new ArrayList<>();
        private final List<Search> searches = new ArrayList<>();
        private Optional<Instant> stopped = Optional.empty();

        @Override
        public void record(TraceStep step) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<TraceStep> find(Query query, int limit) {
            return List.copyOf(steps);
        }

        @Override
        public Found search(Search search, int limit, Duration patience) {
            searches.add(search);
            return new Found(lives, stopped);
        }

        @Override
        public List<String> latest(int limit) {
            return List.of();
        }

        @Override
        public Map<String, Long> totals() {
            return Map.of();
        }

        @Override
        public Kept kept() {
            return new Kept(Duration.ofDays(30), 5, 1 << 20, 0);
        }
    }
}
