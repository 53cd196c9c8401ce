package org.posthouse.console.web.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.spi.console.ConsolePage;
import org.posthouse.spi.console.PageFile;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;
import org.posthouse.testkit.FakeSeats;

final class PagesTest {
    private static final String HAY = "org.example.hay";
    private static final Duration SHORT = Duration.ofMillis(1500);
    private static final Visit VISIT =
            new PageVisit("root", "", Map.of("bales", List.of("3")), "proof", Optional.empty());

    private final FakeSeats seats = new FakeSeats();
    private final Pages pages = new Pages(seats, Pages.limits(SHORT), Pages.limits(SHORT));
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        pages.close();
    }

    /** What a page does when it is shown. */
    private interface Showing {
        String show(Visit visit) throws MailException;
    }

    private record Page(String path, String title, int place, Showing showing) implements ConsolePage {
        @Override
        public String show(Visit visit) throws MailException {
            return showing.show(visit);
        }
    }

    private void bring(String plugin, String version, ConsolePage page) {
        seats.fill(ConsolePage.class, plugin, version, page, Map.of());
    }

    private Entry hay() {
        return pages.find("hay").orElseThrow();
    }

    @Test
    void pagesStandInTheMenuInTheirOrderWhileTheirBundlesRun() {
        bring(HAY, "1.0.0", new Page("hay", "Hay", 30, visit -> ""));
        bring("org.example.oats", "1.0.0", new Page("oats", "Oats", 20, visit -> ""));
        assertThat(pages.menu()).extracting(Entry::title).containsExactly("Oats", "Hay");
        seats.expect(HAY, false);
        seats.empty(HAY);
        assertThat(pages.menu()).extracting(Entry::title).containsExactly("Oats");
    }

    @Test
    void theVersionInChargeIsAskedAndSaysWhatThePageIsCalled() throws Exception {
        bring(HAY, "1.0.0", new Page("hay", "Hay", 30, visit -> "one"));
        assertThat(pages.show(hay(), VISIT)).isEqualTo("one");
        bring(HAY, "2.0.0", new Page("hay", "Fresh hay", 30, visit -> "two, " + visit.parameter("bales")));
        assertThat(hay().title()).isEqualTo("Fresh hay");
        assertThat(pages.show(hay(), VISIT)).isEqualTo("two, 3");
    }

    @Test
    void aFileOfAPageIsWhatItGives() throws Exception {
        bring(HAY, "1.0.0", new ConsolePage() {
            @Override
            public String path() {
                return "hay";
            }

            @Override
            public String title() {
                return "Hay";
            }

            @Override
            public int place() {
                return 1;
            }

            @Override
            public String show(Visit visit) {
                return "";
            }

            @Override
            public Optional<PageFile> file(Visit visit) {
                return Optional.of(PageFile.used("text/javascript", new byte[] {1}));
            }
        });
        assertThat(pages.file(hay(), VISIT).orElseThrow().octets()).containsExactly(1);
        bring(HAY, "2.0.0", new Page("hay", "Hay", 1, visit -> ""));
        assertThat(pages.file(hay(), VISIT)).isEmpty();
        assertThatThrownBy(() -> PageFile.saved("../etc", "text/plain", Path.of("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPageWhoseBundleIsStoppedSaysSoAtItsAddress() {
        bring(HAY, "1.0.0", new Page("hay", "Hay", 30, visit -> "one"));
        Entry page = hay();
        seats.expect(HAY, false);
        seats.empty(HAY);
        assertThatThrownBy(() -> pages.show(page, VISIT)).hasMessageContaining(HAY + " does not run");
        assertThat(hay()).isEqualTo(page);
    }

    @Test
    void aPageThatHangsHoldsUpNobodyLongerThanItsDeadline() throws Exception {
        bring(HAY, "1.0.0", new Page("hay", "Hay", 30, visit -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
            return "";
        }));
        bring("org.example.oats", "1.0.0", new Page("oats", "Oats", 20, visit -> "there"));
        assertThatThrownBy(() -> pages.show(hay(), VISIT))
                .isInstanceOfSatisfying(
                        PageFailure.class, e -> assertThat(e.status()).isEqualTo(503))
                .hasMessageContaining("does not answer");
        assertThat(pages.show(pages.find("oats").orElseThrow(), VISIT)).isEqualTo("there");
    }

    @Test
    void whatAPageThrowsIsForTheLog() {
        bring(HAY, "1.0.0", new Page("hay", "Hay", 30, visit -> {
            throw new IllegalStateException("secret straw");
        }));
        assertThatThrownBy(() -> pages.show(hay(), VISIT))
                .isInstanceOfSatisfying(
                        PageFailure.class, e -> assertThat(e.status()).isEqualTo(500))
                .hasMessageContaining("log")
                .hasMessageNotContaining("straw");
    }

    @Test
    void whatAPageCannotTellNowItMaySay() {
        bring(HAY, "1.0.0", new Page("hay", "Hay", 30, visit -> {
            throw MailException.notNow("the barn is locked");
        }));
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> pages.show(hay(), VISIT))
                    .isInstanceOf(MailException.class)
                    .hasMessage("the barn is locked");
        }
    }

    @Test
    void aPageThatTakesNoOrdersSaysSo() throws Exception {
        bring(HAY, "1.0.0", new Page("hay", "Hay", 30, visit -> ""));
        assertThat(pages.act(hay(), VISIT)).extracting(Said::done).isEqualTo(false);
    }

    @Test
    void aDeedIsDoneWhenNobodyIsInThePageAndMayReplaceIt() throws Exception {
        bring(HAY, "1.0.0", new Ordered(Said.by(() -> {
            assertThat(seats.pins(HAY)).isZero();
            bring(HAY, "2.0.0", new Ordered(Said.done("never")));
            seats.shutGates();
            return Said.done("2.0.0 is in charge.");
        })));
        assertThat(pages.act(hay(), VISIT).sentence()).isEqualTo("2.0.0 is in charge.");
        assertThat(pages.act(hay(), VISIT).sentence()).isEqualTo("never");
    }

    /** A page whose orders all end so. */
    private record Ordered(Said said) implements ConsolePage {
        @Override
        public String path() {
            return "hay";
        }

        @Override
        public String title() {
            return "Hay";
        }

        @Override
        public int place() {
            return 1;
        }

        @Override
        public String show(Visit visit) {
            return "";
        }

        @Override
        public Said act(Visit visit) {
            return said;
        }
    }

    @Test
    void aPathThatIsNoneOrIsTheFramesOwnIsInNoMenu() {
        bring(HAY, "1.0.0", new Page("../hay", "Hay", 30, visit -> ""));
        bring("org.example.oats", "1.0.0", new Page("login", "Log in", 20, visit -> ""));
        assertThat(pages.menu()).isEmpty();
        assertThat(pages.find("login")).isEmpty();
    }

    @Test
    void nothingIsLeftWhenTheyEnd() {
        pages.close();
        assertThat(seats.rows()).isZero();
    }
}
