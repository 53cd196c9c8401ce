package org.posthouse.console.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.posthouse.console.filters.FakeSettings.setting;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.config.Configurations.Option;
import org.posthouse.api.config.Configurations.Setting;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.api.pipeline.Intake.Step;
import org.posthouse.api.plugin.Breaker;
import org.posthouse.api.plugin.Reason;
import org.posthouse.spi.console.Said;
import org.posthouse.testkit.FakeVisit;

class FiltersPageTest {
    private static final String GREY = "org.example.grey";
    private static final String BLACK = "org.example.black";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    private final FakePlugIns plugIns = new FakePlugIns();
    private final FakeSettings settings = new FakeSettings();
    private final List<Step> order = new ArrayList<>();
    private final List<Breaker> breakers = new ArrayList<>();
    private List<String> before = List.of();
    private FiltersPage page;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        Intake intake = (Intake) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Intake.class}, (proxy, method, given) -> ordered());
        page = new FiltersPage(new House(plugIns, intake, settings, () -> breakers, Clock.systemUTC()));
        settings.describe(
                Policies.PIPELINE,
                setting(Intake.ORDER_SETTING, "text", true),
                setting("whenAway", "text", true, "access=hold"),
                setting("whenFailing", "text", true));
    }

    /** As the pipeline would: those that are named come first. */
    private List<Step> ordered() {
        List<String> named = settings.show(Policies.PIPELINE)
                .flatMap(each -> each.setting(Intake.ORDER_SETTING))
                .orElseThrow()
                .values();
        return order.stream()
                .sorted(java.util.Comparator.comparingInt(
                        step -> named.contains(step.plugin()) ? named.indexOf(step.plugin()) : 99))
                .toList();
    }

    private void filter(String name, String... stages) {
        plugIns.add(name, "filter", "active", "");
        for (String stage : stages) {
            order.add(new Step(stage, 1, name, "1.0.0", "live", "pass", "defer"));
        }
    }

    /** As the console does it: what is left to be done is done when the call has ended. */
    private Said act(FakeVisit visit) throws MailException {
        Said said = page.act(visit);
        assertThat(plugIns.done).as("within the page's call").isEqualTo(before);
        Said whole = said.deed().isPresent() ? said.deed().get().carryOut() : said;
        before = List.copyOf(plugIns.done);
        return whole;
    }

    private static Breaker breaker(Breaker.State state, String last) {
        return new Breaker(GREY, "Grey", "1.0.0", state, Instant.EPOCH, Optional.empty(), 12, 3, last, 1, 800, 120_000);
    }

    @Test
    void whereThereIsNothingThePageSaysSo() throws MailException {
        assertThat(page.show(FakeVisit.below("")))
                .contains("There are no filters", "There are none.")
                .contains("type=\"file\"");
    }

    @Test
    void eachStageShowsItsFiltersWithStateCallsAndPolicy() throws MailException {
        filter(GREY, "recipient", "message");
        filter(BLACK, "connect", "message");
        breakers.add(breaker(Breaker.State.HALF_OPEN, "it threw"));
        String html = page.show(FakeVisit.below(""));
        assertThat(html)
                .containsSubsequence("RCPT TO", GREY, "DATA", GREY, BLACK)
                .contains("being tried again", "12, 3 failed", "half ≤ 800 µs, 99 % ≤ 120.0 ms")
                .contains("goes on", "is to come later");
        assertThat(html).contains("Let org.example.grey at DATA judge later", "value=\"message/org.example.black\"");
    }

    @Test
    void aFilterChangesPlacesWithItsNeighbourAtThatStage() throws MailException {
        filter(GREY, "recipient", "message");
        filter(BLACK, "connect", "message");
        Said said = act(FakeVisit.below("").with("action", "earlier").with("id", "message/" + BLACK));
        assertThat(said.done()).isTrue();
        assertThat(settings.saved)
                .containsExactly("org.posthouse.core.pipeline {filterOrder=[" + BLACK + ", " + GREY + "]}");
        assertThat(act(FakeVisit.below("").with("action", "earlier").with("id", "message/" + BLACK))
                        .done())
                .isFalse();
        assertThat(act(FakeVisit.below("").with("action", "later").with("id", "nowhere"))
                        .done())
                .isFalse();
    }

    @Test
    void ordersAreGivenByTheNameOfThePlugIn() throws MailException {
        filter(GREY, "message");
        for (String action : List.of("stop", "start", "undo")) {
            Said said = act(FakeVisit.below("").with("action", action).with("name", GREY));
            assertThat(said.done()).isTrue();
            assertThat(said.sentence()).contains(GREY + " 1.0.0");
        }
        assertThat(act(FakeVisit.below(GREY).with("action", "remove").with("name", GREY))
                        .next())
                .isEqualTo("?");
        assertThat(plugIns.done).containsExactly("stop " + GREY, "start " + GREY, "undo " + GREY, "remove " + GREY);
        assertThat(act(FakeVisit.below("").with("action", "dance")).done()).isFalse();
    }

    @Test
    void whoseRemovalIsNotKnownYetIsToldSoAndNothingIsDone() throws MailException {
        settings.describe(GREY, setting("delay", "integer", false, "5"));
        Said said = act(
                FakeVisit.below(GREY).with("action", "save").with("id", GREY).with("set-delay", "9"));
        assertThat(said.done()).isFalse();
        assertThat(said.sentence()).contains("is gone", "removed since this page was opened");
        assertThat(settings.saved).isEmpty();
        assertThat(page.show(FakeVisit.below(GREY))).contains("There is no such plug-in, or it has been removed");
    }

    @Test
    void aFormIsMadeOfTheDescriptionAndSecretsStayHidden() throws MailException {
        filter(GREY, "message");
        Setting colour = new Setting(
                "colour",
                "Colour",
                "Which",
                "text",
                false,
                false,
                List.of("b"),
                List.of("a"),
                true,
                true,
                Optional.empty(),
                Optional.empty(),
                List.of(new Option("a", "Ash"), new Option("b", "Black")));
        settings.describe(
                GREY,
                setting("delay", "integer", false, "5"),
                setting("secret", "password", false, "hunter2"),
                setting("hosts", "text", true, "a.example", "b.example"),
                setting("on", "boolean", false, "true"),
                colour);
        String html = page.show(FakeVisit.below(GREY));
        assertThat(html)
                .contains("How much delay. 1 to 100.")
                .contains("name=\"set-secret\" value=\"\"", "type=\"password\"", "It is not shown")
                .contains("a.example\nb.example</textarea>")
                .contains("<option value=\"b\" selected=\"\">Black</option>", "Default: a.")
                .contains("<option value=\"true\" selected=\"\">yes</option>")
                .doesNotContain("hunter2");
    }

    private FakeVisit form(String delay) throws MailException {
        String html = page.show(FakeVisit.below(GREY));
        String seen = html.replaceAll("(?s).*name=\"seen\" value=\"([0-9a-f]+)\".*", "$1");
        return FakeVisit.below(GREY)
                .with("action", "save")
                .with("id", GREY)
                .with("seen", seen)
                .with("set-delay", delay)
                .with("set-hosts", "a.example\r\n\r\nc.example\r\n")
                .with("set-secret", "");
    }

    private void described() {
        filter(GREY, "message");
        settings.describe(
                GREY,
                setting("delay", "integer", false, "5"),
                setting("hosts", "text", true, "a.example"),
                setting("secret", "password", false, "x"));
    }

    @Test
    void whatIsTypedIsSavedAndAnEmptySecretIsKept() throws MailException {
        described();
        Said said = act(form("7"));
        assertThat(said.done()).isTrue();
        assertThat(settings.saved).containsExactly(GREY + " {delay=[7], hosts=[a.example, c.example]}");
    }

    @Test
    void whatIsWrongIsSaidBesideTheFieldWithWhatWasTypedAndNothingIsSaved() throws MailException {
        described();
        Said said = act(form("1000"));
        assertThat(said.done()).isFalse();
        assertThat(said.sentence()).contains("Nothing was saved", "delay must not be 1000");
        assertThat(settings.saved).isEmpty();
        String html = page.show(FakeVisit.at(said.next()));
        assertThat(html)
                .containsSubsequence(
                        "<label for=\"form-set-delay\">",
                        "id=\"form-set-delay-hint\"",
                        "id=\"form-set-delay-complaint\"",
                        "delay must not be 1000",
                        "value=\"1000\"",
                        "aria-describedby=\"form-set-delay-complaint form-set-delay-hint\"",
                        "aria-invalid=\"true\"")
                .contains("a.example\nc.example");
    }

    @Test
    void whatSomebodyElseHasChangedMeanwhileIsNotOverwritten() throws MailException {
        described();
        FakeVisit form = form("7");
        settings.set(GREY, java.util.Map.of("delay", List.of("9")));
        Said said = act(form);
        assertThat(said.done()).isFalse();
        assertThat(said.sentence()).contains("somebody has changed these settings");
        assertThat(settings.saved).hasSize(1);
        assertThat(page.show(FakeVisit.at(said.next()))).contains("value=\"7\"");
    }

    @Test
    void thePolicyForMissedMailIsWrittenIntoThePipelinesSettings() throws MailException {
        filter(GREY, "message");
        FakeVisit asked = FakeVisit.below(GREY)
                .with("action", "policy")
                .with("away", "defer")
                .with("failing", "");
        assertThat(act(asked).done()).isTrue();
        assertThat(settings.saved.get(0)).contains("whenAway=[access=hold, org.example.grey=defer]", "whenFailing=[]");
        assertThat(page.show(FakeVisit.below(GREY))).contains("<option value=\"defer\" selected=\"\">");
        assertThat(act(FakeVisit.below(GREY).with("action", "policy").with("away", "burn"))
                        .done())
                .isFalse();
    }

    @Test
    void anUploadedJarIsInstalledUnderItsOwnNameAlone() throws Exception {
        Said said = act(FakeVisit.below("")
                .with("action", "install")
                .uploading(Files.createFile(folder.resolve("horse-1.0.jar"))));
        assertThat(said.done()).isTrue();
        assertThat(said.sentence()).isEqualTo("org.example.fresh 1.0.0 is in charge.");
        assertThat(plugIns.done).containsExactly("install horse-1.0.jar");
        for (String bad : List.of("", "..", "../../etc/x", "a b.jar", ".jar", "x.jar\n")) {
            assertThat(act(FakeVisit.below("")
                                    .with("action", "install")
                                    .with("file", bad)
                                    .uploading(folder))
                            .done())
                    .as(bad)
                    .isFalse();
        }
        assertThat(plugIns.done).hasSize(1);
    }

    @Test
    void aRefusedJarIsExplainedReasonByReason() throws MailException {
        plugIns.refusals.add(
                new Reason(Reason.Kind.PACKAGE, List.of(GREY), "p", "", List.of(), "needs " + HOSTILE, "put it in"));
        plugIns.refusals.add(Reason.of(Reason.Kind.JAVA, GREY, "needs Java 99"));
        Said said = act(FakeVisit.below("").with("action", "install").uploading(folder.resolve("x.jar")));
        assertThat(said.done()).isFalse();
        assertThat(said.sentence()).contains("2 reasons");
        assertThat(page.show(FakeVisit.at(said.next())))
                .contains("x.jar was refused", "needs &lt;img", "What to do: ", "put it in", "needs Java 99")
                .doesNotContain("<img");
        assertThat(page.show(FakeVisit.below("").with("refused", "guessed"))).doesNotContain("was refused");
    }

    @Test
    void anUpdateIsOfThePlugInWhosePageItIs() throws MailException {
        filter(GREY, "message");
        act(FakeVisit.below(GREY)
                .with("action", "update")
                .uploading(folder.resolve("y.jar"))
                .with("name", BLACK));
        assertThat(plugIns.done).containsExactly("update " + GREY + " y.jar");
    }

    @Test
    void anInstanceIsMadeByItsFormAndTakenAwayAgain() throws MailException {
        filter(GREY, "message");
        String factory = GREY + ".list";
        settings.describe(factory, setting("delay", "integer", false, "5"));
        settings.factories.add(factory);
        assertThat(page.show(FakeVisit.below(GREY))).contains("New: Settings of " + factory, "name=\"instance\"");
        FakeVisit asked = FakeVisit.below(GREY).with("action", "create").with("id", factory);
        Said wrong = act(asked.with("instance", "a b").with("set-delay", "900"));
        assertThat(wrong.sentence()).contains("Nothing was made: 2 settings");
        assertThat(page.show(FakeVisit.at(wrong.next())))
                .contains("value=\"a b\"", "value=\"900\"", "A name has letters", "delay must not be 900");
        assertThat(settings.saved).isEmpty();
        FakeVisit right = asked.with("instance", "grey-1").with("set-delay", "9");
        assertThat(act(right).sentence()).isEqualTo("Settings of " + factory + " grey-1 is there. It acts at once.");
        assertThat(settings.saved).containsExactly(factory + "~grey-1 {delay=[9]}");
        assertThat(settings.doors).containsOnly("console root@example.com");
        assertThat(act(right).sentence()).contains("There is one of this name already");
        assertThat(page.show(FakeVisit.below(GREY))).contains("grey-1</h2>", "value=\"delete\"");
        FakeVisit away = FakeVisit.below(GREY).with("action", "delete").with("id", factory + "~grey-1");
        assertThat(act(away).sentence()).isEqualTo(factory + "~grey-1 is removed.");
        assertThat(act(away).done()).isFalse();
        assertThat(act(asked.swap("id", BLACK)).done()).isFalse();
    }

    @Test
    void howAPlugInFaresIsSaidInWords() throws MailException {
        filter(GREY, "message");
        for (Breaker.State state : Breaker.State.values()) {
            breakers.clear();
            breakers.add(breaker(state, "it threw"));
            assertThat(page.show(FakeVisit.below(GREY)))
                    .doesNotContain("HALF", ">open<", ">closed<")
                    .contains(
                            switch (state) {
                                case CLOSED -> "It is asked, and answers.";
                                case OPEN -> "It has failed too often in a row";
                                case HALF_OPEN -> "A single call tries";
                                case OUT -> "Stop and start it, or update it";
                            });
        }
    }

    @Test
    void whatIsToldOfTheBreakerIsNotToldTwice() throws MailException {
        filter(GREY, "message");
        breakers.add(breaker(Breaker.State.OPEN, "it threw"));
        plugIns.missing.add(Reason.of(Reason.Kind.FAILURE, GREY, breakers.get(0).reason()));
        assertThat(page.show(FakeVisit.below(GREY)))
                .contains("Nothing is missing, but it fails")
                .doesNotContain("its breaker is open");
        assertThat(page.show(FakeVisit.below(""))).contains(">paused after failures</span>");
        plugIns.missing.add(Reason.of(Reason.Kind.FAILURE, GREY, "needs hay"));
        assertThat(page.show(FakeVisit.below(GREY))).contains("needs hay").doesNotContain("its breaker is open");
    }

    @Test
    void hostileWordsAreText() throws MailException {
        filter(GREY, "message");
        plugIns.add("org.example." + HOSTILE, "store", "failed", HOSTILE);
        plugIns.missing.add(Reason.of(Reason.Kind.FAILURE, GREY, HOSTILE));
        breakers.add(breaker(Breaker.State.OPEN, HOSTILE));
        settings.describe(GREY, setting(HOSTILE, "text", false, HOSTILE));
        assertThat(page.show(FakeVisit.below(""))).contains("&lt;img").doesNotContain("<img");
        assertThat(page.show(FakeVisit.below(GREY))).contains("&lt;img").doesNotContain("<img");
        assertThat(page.show(FakeVisit.below(HOSTILE))).contains("&lt;img").doesNotContain("<img");
    }

    @Test
    void everyPartHasAnIdOfItsOwn() throws MailException {
        filter(GREY, "message");
        breakers.add(breaker(Breaker.State.CLOSED, ""));
        breakers.add(breaker(Breaker.State.OPEN, ""));
        for (String instance : List.of("", "~1", "~2", ".a")) {
            settings.describe(GREY + instance, setting("delay", "integer", false, "5"));
        }
        List<String> ids = Pattern.compile(" id=\"([^\"]*)\"")
                .matcher(page.show(FakeVisit.below(GREY)))
                .results()
                .map(each -> each.group(1))
                .toList();
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    }

    @Test
    void nobodySwitchesOffFromHereWhatIsNeededToSwitchItOnAgain() throws MailException {
        for (String name : List.of("console.web", "console.filters", "core.net")) {
            plugIns.add("org.posthouse." + name, name.split("\\.")[0], "active", "");
            assertThat(act(FakeVisit.below("").with("action", "stop").with("name", "org.posthouse." + name))
                            .sentence())
                    .startsWith(name + " stays on: ");
            assertThat(act(FakeVisit.below("").with("action", "stop").with("name", name.split("\\.")[1]))
                            .done())
                    .isFalse();
        }
        assertThat(plugIns.done).isEmpty();
        assertThat(act(FakeVisit.below("").with("action", "stop").with("name", "org.posthouse.console.web"))
                        .sentence())
                .contains("'posthouse plugin start console.web' brings it back");
        plugIns.add("org.posthouse.console.queue", "console", "active", "");
        assertThat(page.show(FakeVisit.below("")).split("value=\"stop\"", -1)).hasSize(2);
    }
}
