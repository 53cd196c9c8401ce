package org.posthouse.console.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.log.Detail;
import org.posthouse.api.log.ServiceDetails;
import org.posthouse.api.log.ServiceLogs;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.net.Listeners;
import org.posthouse.spi.console.PageFile;
import org.posthouse.testkit.FakeVisit;

class LogsPageTest {
    private static final String AT = "2026-03-01T12:00:00.";
    private static final Pattern CURSOR = Pattern.compile("data-cursor=\"([^\"]*)\"");

    @TempDir
    private Path folder;

    private final List<String> set = new ArrayList<>();
    private final List<Object> authors = new ArrayList<>();

    private LogsPage page() {
        ServiceLogs logs = fake(ServiceLogs.class, (method, arguments) -> new TreeMap<>(Map.of("imap", Detail.HIGH)));
        Configurations configurations = fake(Configurations.class, (method, arguments) -> {
            if (method.equals("set")) {
                set.add(String.valueOf(arguments[1]));
            }
            return method.equals("show") ? Optional.empty() : null;
        });
        Configurations all = fake(Configurations.class, (method, arguments) -> {
            authors.addAll(method.equals("by") ? List.of(arguments) : List.of());
            return method.equals("by") ? configurations : Optional.empty();
        });
        Listeners listeners = fake(Listeners.class, (method, arguments) -> List.of());
        return new LogsPage(folder, new ServiceDetails(logs, all, listeners));
    }

    /** What a fake answers. */
    private interface Answers {
        Object to(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.to(method.getName(), arguments)));
    }

    private void write(String file, String... lines) throws IOException {
        Files.writeString(
                folder.resolve(file),
                String.join("\n", lines) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private void some() throws IOException {
        write(
                "posthouse.log",
                AT + "001Z INFO  posthouse.service.smtp [posthouse-talk-1] c7 came from 192.0.2.1",
                AT + "002Z WARN  org.posthouse.core.queue.Spool [main] the disk is slow",
                AT + "003Z ERROR org.posthouse.core.net.Talk [main] A conversation failed",
                "java.lang.IllegalStateException: hay",
                "\tat org.posthouse.Hay.make(Hay.java:1)",
                AT + "004Z DEBUG posthouse.service.imap [posthouse-talk-2] c8 NOOP");
    }

    /** The list of entries. */
    private String show(FakeVisit visit) throws MailException {
        String html = page().show(visit);
        assertThat(html).doesNotContain("\u202e");
        return html.substring(html.indexOf("id=\"lines\""), html.indexOf("</ol>"));
    }

    private String news(String cursor) throws MailException {
        FakeVisit visit = FakeVisit.below("news").with("cursor", cursor);
        return new String(page().file(visit).orElseThrow().octets(), StandardCharsets.UTF_8);
    }

    private static String cursor(String html) {
        Matcher matcher = CURSOR.matcher(html);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void aLogThatIsNotThereIsAnEmptyOne() throws MailException {
        assertThat(page().show(FakeVisit.root())).contains("<h1>Logs</h1>", "Nothing is logged yet.");
    }

    @Test
    void entriesAreShownInTheirOrderWithTheirStackTraces() throws Exception {
        some();
        assertThat(show(FakeVisit.root()))
                .containsSubsequence(
                        "came from", "the disk is slow", "A conversation failed", "\tat org.posthouse", "NOOP")
                .contains(">smtp<", ">core.queue.Spool<", "class=\"bad\"", "class=\"fair\"");
    }

    @Test
    void whatIsWantedIsShownAlone() throws Exception {
        some();
        assertThat(show(FakeVisit.root().with("service", "core.queue")))
                .contains("slow")
                .doesNotContain("came from", "NOOP");
        assertThat(show(FakeVisit.root().with("level", "warn")))
                .contains("slow", "failed")
                .doesNotContain("came from", "NOOP");
        assertThat(show(FakeVisit.root().with("id", "c8"))).contains("NOOP").doesNotContain("came from");
        assertThat(show(FakeVisit.root().with("text", "HAY.JAVA")))
                .contains("failed")
                .doesNotContain("slow");
        assertThat(page().show(FakeVisit.root().with("text", "straw"))).contains("No entry fits.");
    }

    @Test
    void theOtherLogsHaveNoLevelsAndAreShownToo() throws Exception {
        write("mail.log", AT + "001Z 1KE6 delivered recipient=kate@school.edu");
        write("audit.log", AT + "001Z console: admin: queue hold 1KE6");
        assertThat(show(FakeVisit.root().with("log", "mail"))).contains("1KE6 delivered");
        assertThat(show(FakeVisit.root().with("log", "audit"))).contains("queue hold");
        assertThat(show(FakeVisit.root().with("log", "../etc/passwd"))).doesNotContain("1KE6");
    }

    @Test
    void whatStrangersSendIsText() throws Exception {
        write("posthouse.log", AT + "001Z INFO  posthouse.service.smtp [x] c7 <script>alert(1)</script>\u202e");
        String hostile = "<script>\u202e";
        assertThat(show(FakeVisit.root())).contains("&lt;script&gt;alert(1)").doesNotContain("<script");
        assertThat(show(FakeVisit.root().with("text", hostile).with("service", hostile)))
                .doesNotContain("<script");
        assertThat(news("")).contains("&lt;script&gt;").doesNotContain("<script");
    }

    @Test
    void whatComesIsGivenOnceAndNoHalfLine() throws Exception {
        some();
        String cursor = cursor(show(FakeVisit.root()));
        assertThat(news(cursor)).doesNotContain("<li");
        Files.writeString(
                folder.resolve("posthouse.log"),
                AT + "005Z INFO  a.B [main] first\n" + AT + "006Z INFO  a.B [main] sec",
                StandardOpenOption.APPEND);
        String news = news(cursor);
        assertThat(news).contains("first").doesNotContain("sec", "NOOP");
        Files.writeString(folder.resolve("posthouse.log"), "ond\n", StandardOpenOption.APPEND);
        assertThat(news(cursor(news))).contains("second").doesNotContain("first");
    }

    @Test
    void whenANewFileTakesTheNameItIsReadFromItsBegin() throws Exception {
        some();
        String cursor = cursor(show(FakeVisit.root()));
        Files.move(folder.resolve("posthouse.log"), folder.resolve("posthouse.1.log"));
        assertThat(news(cursor)).doesNotContain("<li");
        write("posthouse.log", AT + "007Z INFO  a.B [main] a new day");
        assertThat(news(cursor)).contains("a new day");
        assertThat(news("nonsense")).contains("a new day");
    }

    @Test
    void ofALargeLogTheEndIsReadAndOfAFloodTheNewest() throws Exception {
        String line = AT + "001Z INFO  a.B [main] " + "x".repeat(150);
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            many.append(line).append(i).append('\n');
        }
        Files.writeString(folder.resolve("posthouse.log"), many);
        assertThat(show(FakeVisit.root())).contains("x49999<", "x49800<").doesNotContain("x49799<");
        assertThat(news("")).contains("x49999<", "more came at a time").doesNotContain("x49799<");
        Wanted farBack = Wanted.of(FakeVisit.root().with("text", "x20017"));
        assertThat(new Tail(folder.resolve("posthouse.log"), farBack)
                        .last(200, () -> false)
                        .lines())
                .singleElement()
                .satisfies(found -> assertThat(found.text()).endsWith("x20017"));
    }

    @Test
    void whoHasNoTimeLeftStopsAfterAPieceAndSaysSo() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            many.append(AT)
                    .append("001Z INFO  a.B [main] ")
                    .append("x".repeat(60))
                    .append(i)
                    .append('\n');
        }
        Files.writeString(folder.resolve("posthouse.log"), many);
        Wanted wanted = Wanted.of(FakeVisit.root().with("text", "nothing has this"));
        Tail tail = new Tail(folder.resolve("posthouse.log"), wanted);
        Tail.Part part = tail.last(10, () -> true);
        assertThat(part.whole()).isFalse();
        assertThat(part.octets()).isEqualTo(256 * 1024);
        assertThat(tail.last(10, () -> false).whole()).isTrue();
    }

    @Test
    void anEntryWithoutEndIsCut() throws Exception {
        write("posthouse.log", AT + "001Z INFO  a.B [main] " + "x".repeat(3_000_000));
        write("posthouse.log", AT + "002Z INFO  a.B [main] after it");
        assertThat(show(FakeVisit.root())).contains("after it").hasSizeLessThan(20_000);
    }

    @Test
    void aWholeLogIsGivenToBeSavedAndNothingElseOfTheDisk() throws Exception {
        some();
        PageFile file = page().file(FakeVisit.below("posthouse.log")).orElseThrow();
        assertThat(file.file()).contains(folder.resolve("posthouse.log"));
        assertThat(file.name()).isEqualTo("posthouse.log");
        for (String other : List.of("../etc/x", "posthouse.log.gz", "etc", "posthouse.log/..")) {
            assertThat(page().file(FakeVisit.below(other))).as(other).isEmpty();
        }
        assertThat(page().file(FakeVisit.below("follow.js")).orElseThrow().type())
                .isEqualTo("text/javascript");
    }

    @Test
    void howMuchAServiceTellsIsShownAndSet() throws Exception {
        assertThat(page().show(FakeVisit.root())).contains("imap tells at detail low", "delivery", "all of them");
        assertThat(page().act(FakeVisit.root().with("id", "imap").with("action", "low"))
                        .sentence())
                .isEqualTo("imap tells at detail low from now on.");
        assertThat(set).containsExactly("{services=[imap=low]}");
        assertThat(authors).containsExactly("console", FakeVisit.root().administrator());
        assertThat(page().act(FakeVisit.root().with("id", "imap").with("action", "loud"))
                        .done())
                .isFalse();
        assertThatThrownBy(() -> page().act(FakeVisit.root().with("id", "smptp").with("action", "low")))
                .hasMessageContaining("there is no service 'smptp'");
    }
}
