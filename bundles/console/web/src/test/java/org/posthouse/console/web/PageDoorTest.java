package org.posthouse.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.MailException;
import org.posthouse.console.web.login.Doorkeeper;
import org.posthouse.console.web.login.Session;
import org.posthouse.console.web.pages.Pages;
import org.posthouse.lib.page.Html;
import org.posthouse.spi.console.ConsolePage;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;
import org.posthouse.testkit.FakeSeats;

final class PageDoorTest {
    private static final String PLUG_IN = "org.example.hay";

    private final FakeSeats seats = new FakeSeats();
    private final Pages pages = new Pages(seats);
    private final Session session = new Session(new AccountId("7"), "root@school.edu", Instant.EPOCH, "proof");
    private final List<String> done = new ArrayList<>();
    private Said answer = Said.done("It is done.");
    private Uploads uploads;
    private PageDoor door;

    @TempDir
    Path folder;

    /** Takes down what it is told to do. */
    private final class Barn implements ConsolePage {
        @Override
        public String path() {
            return "barn";
        }

        @Override
        public String title() {
            return "Barn";
        }

        @Override
        public int place() {
            return 1;
        }

        @Override
        public String show(Visit visit) throws MailException {
            if (visit.parameter("locked").equals("yes")) {
                throw MailException.notNow("the barn is <locked>");
            }
            Html html = Html.part();
            if (visit.below().startsWith("box")) {
                html.element("h1", "B" + visit.below().substring(1));
            }
            return html.element("p", visit.administrator() + " at " + visit.below())
                    .toString();
        }

        @Override
        public Said act(Visit visit) {
            try {
                done.add(visit.parameter("action") + new String(visit.body().readAllBytes(), StandardCharsets.UTF_8));
                visit.upload().ifPresent(each -> done.add(each.getFileName().toString()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return answer;
        }
    }

    @BeforeEach
    void bring() {
        uploads = new Uploads(folder, () -> 100);
        door = new PageDoor(pages, uploads);
        seats.fill(ConsolePage.class, PLUG_IN, "1.0.0", new Barn(), Map.of());
    }

    @AfterEach
    void close() {
        pages.close();
    }

    private Asked shown(Asked asked) throws IOException {
        door.show(session, asked.request(), asked.response());
        return asked;
    }

    private Asked acted(Asked asked) throws IOException {
        door.act(session, asked.request(), asked.response());
        return asked;
    }

    @Test
    void whatStandsBelowAPageIsCalledByItsHeadingAndLeadsBackToIt() throws Exception {
        assertThat(shown(new Asked("GET", "/barn/box<1>")).body.toString())
                .contains("<title>Box&lt;1&gt; · Barn · Posthouse</title>")
                .contains("<li><a href=\"/system/console/mail/barn\">Barn</a></li>")
                .contains("<span aria-current=\"page\">Box&lt;1&gt;</span>");
        assertThat(shown(new Asked("GET", "/barn")).body.toString()).doesNotContain("trail");
    }

    @Test
    void aPageStandsInItsFrameWithTheMenu() throws Exception {
        assertThat(shown(new Asked("GET", "/barn/north/2")).body.toString())
                .contains("<title>Barn · Posthouse</title>")
                .contains("<a href=\"/system/console/mail/barn\" aria-current=\"page\">Barn</a>")
                .contains("<p>root@school.edu at north/2</p>")
                .contains("name=\"token\" value=\"proof\"");
    }

    @Test
    void anOrderWithoutTheSessionsTokenChangesNothing() throws Exception {
        assertThat(acted(new Asked("POST", "/barn").parameter("action", "fill")).status)
                .isEqualTo(403);
        assertThat(acted(new Asked("POST", "/barn").parameter("action", "fill").parameter("token", "prooF")).status)
                .isEqualTo(403);
        assertThat(acted(new Asked("PUT", "/barn").with("X-Token", "").parameter("token", "proof")).status)
                .isEqualTo(403);
        assertThat(done).isEmpty();
    }

    @Test
    void anOrderIsCarriedOutAndSaidOnce() throws Exception {
        Asked order = new Asked("POST", "/barn").parameter("action", "fill").parameter("token", "proof");
        assertThat(acted(order).redirected).isEqualTo("/barn");
        assertThat(done).containsExactly("fill");
        // A page that keeps itself fresh does not take it away.
        assertThat(shown(new Asked("GET", "/barn").with(Doorkeeper.REFRESH, "yes"))
                        .body
                        .toString())
                .doesNotContain("It is done.");
        assertThat(shown(new Asked("GET", "/barn")).body.toString()).contains("class=\"said\"", ">It is done.</p>");
        assertThat(shown(new Asked("GET", "/barn")).body.toString()).doesNotContain("It is done.");
    }

    @Test
    void whatWasNotDoneLooksSoAndAnOrderMayLeadElsewhereInItsPage() throws Exception {
        answer = Said.notDone("The barn is full.").then("?q=hay");
        Asked order = new Asked("POST", "/barn").with("X-Token", "proof");
        assertThat(acted(order).redirected).isEqualTo("/system/console/mail/barn?q=hay");
        assertThat(shown(new Asked("GET", "/barn")).body.toString()).contains("class=\"said bad\"");
        answer = Said.done("Empty.").then("?");
        assertThat(acted(order).redirected).isEqualTo("/system/console/mail/barn");
        answer = Said.done("Empty.").then("//evil.example");
        assertThat(acted(order).redirected).startsWith("/system/console/mail/barn/");
    }

    @Test
    void whatIsUploadedIsThereForThePage() throws Exception {
        Asked upload = new Asked("PUT", "/barn").with("X-Token", "proof").sending("three bales");
        assertThat(acted(upload).body.toString()).contains("It is done.");
        assertThat(done).containsExactly("three bales", "upload");
        acted(new Asked("PUT", "/barn")
                .with("X-Token", "proof")
                .parameter("file", "../../horse-1.0.jar")
                .sending("hay"));
        assertThat(done).endsWith("hay", "horse-1.0.jar");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void ofWhatIsTooLargeNothingIsLeftBehind() throws Exception {
        Asked upload = acted(new Asked("PUT", "/barn").with("X-Token", "proof").sending("h".repeat(101)));
        assertThat(upload.status).isEqualTo(413);
        assertThat(upload.body.toString()).contains("has at most 0 MiB");
        assertThat(done).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anUploadIsThereUntilItsDeedIsDoneAndGoneThen() throws Exception {
        List<Boolean> there = new ArrayList<>();
        answer = Said.by(() -> {
            try (Stream<Path> files = Files.list(folder)) {
                there.add(files.findAny().isPresent());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Said.done("It is replaced.").then("?");
        });
        Asked upload = new Asked("PUT", "/barn").with("X-Token", "proof").sending("hay");
        assertThat(acted(upload).body.toString()).contains("It is replaced.");
        assertThat(there).containsExactly(true);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatAKilledServerLeftIsGoneAtTheNextStart() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("upload1")).resolve("x.jar"), "half");
        uploads.begin();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aDeedThatFailsIsToldAsAnOrderThatFails() throws Exception {
        answer = Said.by(() -> {
            throw MailException.notNow("the stable burns");
        });
        acted(new Asked("POST", "/barn").with("X-Token", "proof"));
        assertThat(shown(new Asked("GET", "/barn")).body.toString())
                .contains("Not done: the stable burns", "class=\"said bad\"");
    }

    @Test
    void aPageThatCannotTellNowSaysWhyAsText() throws Exception {
        Asked asked = shown(new Asked("GET", "/barn").parameter("locked", "yes"));
        assertThat(asked.status).isEqualTo(503);
        assertThat(asked.body.toString()).contains("the barn is &lt;locked&gt;").contains("Back to the overview");
    }

    @Test
    void whereThereIsNoPageThatIsSaidWithTheWayBack() throws Exception {
        Asked asked = shown(new Asked("GET", "/stable"));
        assertThat(asked.status).isEqualTo(404);
        assertThat(asked.body.toString()).contains("No such page").contains("Back to the overview");
        assertThat(acted(new Asked("POST", "/stable").with("X-Token", "proof")).status)
                .isEqualTo(404);
    }
}
