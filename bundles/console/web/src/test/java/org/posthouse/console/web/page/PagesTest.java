package org.posthouse.console.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Breakers;
import org.posthouse.api.plugin.PlugIns;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.trace.Trace;
import org.posthouse.api.trace.TraceStep;
import org.posthouse.console.web.login.Session;
import org.posthouse.lib.page.Html;
import org.posthouse.testkit.FakeClient;
import org.posthouse.testkit.FakeClock;

/** What strangers can write into is shown, and is text. */
final class PagesTest {
    private static final String HOSTILE = "\"><script>alert('x')</script>";
    private static final String SHOWN = "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;";

    private final FakeClock clock = new FakeClock();

    private static String written(Section section) throws MailException {
        Html html = Html.page();
        section.write(html);
        return html.toString();
    }

    /** A service of which one method is asked. */
    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                PagesTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }

    private static Session session(String name) {
        return new Session(new AccountId("7"), name, Instant.EPOCH, "proof");
    }

    private static void isText(String html) {
        assertThat(html).contains(SHOWN).doesNotContain("<script>alert");
    }

    private TraceStep step(String stage, String verdict) {
        return TraceStep.at(clock.instant(), stage)
                .queueId("1AB")
                .by(HOSTILE, HOSTILE, HOSTILE)
                .verdict(verdict)
                .reply(HOSTILE)
                .micros(17)
                .fact("sender", HOSTILE)
                .fact("recipient", HOSTILE)
                .fact("message-id", HOSTILE)
                .fact(HOSTILE, HOSTILE)
                .build();
    }

    @Test
    void namesOfPlugInsAreText() throws Exception {
        PlugIns.PlugIn plugIn = new PlugIns.PlugIn(
                HOSTILE, HOSTILE, "filter", "failed", clock.instant(), false, HOSTILE, Optional.of(Path.of("a.jar")));
        String html = written(
                new PlugInsSection(answering(PlugIns.class, Map.of("list", List.of(plugIn))), List.of(), clock));
        isText(html);
        assertThat(html).contains(">start</button>", ">undo</button>", ">remove</button>");
    }

    @Test
    void aBreakerThatIsOpenShowsInItsPlugInsRow() throws Exception {
        PlugIns.PlugIn plugIn = new PlugIns.PlugIn(
                "org.example.slow", "1.0.0", "filter", "active", clock.instant(), true, "", Optional.empty());
        Breaker open = new Breaker(
                "org.example.slow",
                "c",
                "1.0.0",
                Breaker.State.OPEN,
                clock.instant(),
                Optional.empty(),
                9,
                5,
                HOSTILE,
                0,
                1,
                2);
        Breakers breakers = () -> List.of(open);
        String html = written(new PlugInsSection(
                answering(PlugIns.class, Map.of("list", List.of(plugIn))), List.of(breakers), clock));
        isText(html);
        assertThat(html)
                .contains("<span class=\"badge bad\">breaker open</span>")
                .contains("its breaker is open since");
    }

    @Test
    void nothingFoundTellsHowLongThingsAreKept() {
        Trace trace = answering(
                Trace.class,
                Map.of("find", List.of(), "kept", new Trace.Kept(Duration.ofDays(30), 1_048_576, 268_435_456, 0)));
        assertThat(new TracePage(trace).write(session("root"), List.of(), "client", "192.0.2.1"))
                .contains("kept for 30 d")
                .contains("256.0 MiB (now 1.0 MiB)")
                .contains("<option value=\"client\" selected=\"selected\">");
    }

    @Test
    void aPartOfTheCoreHasNoButtons() throws Exception {
        PlugIns.PlugIn core = new PlugIns.PlugIn(
                "org.posthouse.core.net", "1", "core", "active", clock.instant(), true, "", Optional.empty());
        String html =
                written(new PlugInsSection(answering(PlugIns.class, Map.of("list", List.of(core))), List.of(), clock));
        assertThat(html).contains("core.net").doesNotContain("name=\"action\"");
    }

    @Test
    void whoIsConnectedIsText() throws Exception {
        FakeClient client = new FakeClient();
        client.loggedInAs(HOSTILE);
        Listeners.Connection connection = new Listeners.Connection(client, "imap", "1");
        String html = written(
                new ConnectionsSection(answering(Listeners.class, Map.of("connections", List.of(connection))), clock));
        isText(html);
        assertThat(html).contains("value=\"" + client.id() + "\"").contains(">close</button>");
    }

    @Test
    void mailThatWaitsIsText() throws Exception {
        Address stranger = new Address(HOSTILE, "example.com");
        Instant next = clock.instant().plus(Duration.ofMinutes(5));
        QueuedMail mail = answering(
                QueuedMail.class,
                Map.of(
                        "id",
                        "1AB",
                        "sender",
                        Optional.of(stranger),
                        "recipients",
                        List.of(new QueuedMail.Step(
                                stranger, Optional.of(Status.NOT_NOW), 1, Optional.of(next), HOSTILE)),
                        "size",
                        2_048L,
                        "arrived",
                        clock.instant(),
                        "state",
                        QueuedMail.State.DEFERRED));
        String html = written(new QueueSection(answering(MailQueue.class, Map.of("list", List.of(mail))), clock));
        isText(html);
        assertThat(html).contains("in 5 min").contains("2.0 KiB").contains(">hold</button>");
    }

    @Test
    void mailsAndTheirTracesAreText() throws Exception {
        Trace trace = answering(
                Trace.class,
                Map.of("latest", List.of("1AB"), "find", List.of(step("accepted", ""), step("delivered", HOSTILE))));
        String mails = written(new LastMailsSection(trace));
        isText(mails);
        assertThat(mails)
                .contains("<span class=\"badge good\">delivered</span>")
                .contains("/mail/trace?q=1AB");
        String page = new TracePage(trace).write(session(HOSTILE), List.of(), HOSTILE, HOSTILE);
        isText(page);
        assertThat(page)
                .contains("17 µs")
                .contains("by=id&amp;q=1AB")
                .contains("configuration <code>&quot;&gt;")
                .contains("by=message&amp;q=%22%3E%3Cscript%3E");
    }

    @Test
    void whatCannotBeToldNowSpoilsNoneOfTheRest() {
        Section broken = new Section() {
            @Override
            public String id() {
                return "broken";
            }

            @Override
            public String title() {
                return "Broken";
            }

            @Override
            public void write(Html html) throws MailException {
                throw MailException.notNow(HOSTILE);
            }
        };
        Session session = session("root");
        session.say(HOSTILE, true);
        String page = new MailPage("1", List.of(broken)).write(session, List.of());
        isText(page);
        assertThat(page).contains("This cannot be told now");
    }

    @Test
    void theLoginPageRepeatsWhatItWasGivenAsText() {
        isText(LoginPage.write("", HOSTILE, true));
        assertThat(LoginPage.write("", "", false)).contains("HTTPS").doesNotContain("type=\"password\"");
    }
}
