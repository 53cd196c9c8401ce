package org.posthouse.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.pipeline.Intake;
import org.posthouse.api.pipeline.Via;
import org.posthouse.api.plugin.Seat;
import org.posthouse.spi.filter.Filter;
import org.posthouse.spi.filter.Judgement;

class PolicyTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static Judgement.Builder say() {
        return Judgement.builder();
    }

    private void filter(String name, int ranking, Stage stage, Judgement judgement) {
        bench.filter(name, "1", new ScriptedFilter().at(stage, judgement), "service.ranking", String.valueOf(ranking));
    }

    @Test
    void aRejectionHasTheCodeOfItsStage() throws MailException {
        Judgement reject = say().reject("go away").done();
        filter("f", 0, Stage.CONNECT, reject);
        assertThat(bench.intake.connect(bench.client, Via.MX)).hasToString("554 5.7.1 go away");
        filter("f", 0, Stage.HELO, reject);
        assertThat(bench.intake.helo(bench.client, Via.MX, "x")).hasToString("550 5.7.1 go away");
        filter("f", 0, Stage.REVERSE_PATH, reject);
        assertThat(bench.begin("a@b.example").reply()).hasToString("550 5.7.1 go away");
        filter("f", 0, Stage.RECIPIENT, reject);
        String mail = bench.mail();
        assertThat(bench.rcpt(mail, "kate@school.edu")).hasToString("550 5.7.1 go away");
        filter("f", 0, Stage.MESSAGE, reject);
        assertThat(bench.send(Bench.MESSAGE)).hasToString("550 5.7.1 go away");
        assertThat(bench.queue.mails).isEmpty();
        assertThat(bench.trace.steps().stream().filter(step -> step.stage().equals("refused")))
                .hasSize(5);
    }

    @Test
    void aDeferralHasTheCodeOfItsStage() throws MailException {
        Judgement defer = say().defer("").done();
        filter("f", 0, Stage.CONNECT, defer);
        assertThat(bench.intake.connect(bench.client, Via.MX)).hasToString("421 4.7.1 Not now; try again later");
        filter("f", 0, Stage.MESSAGE, say().defer("grey").done());
        assertThat(bench.send(Bench.MESSAGE)).hasToString("451 4.7.1 grey");
    }

    @Test
    void aHeloThatWasRefusedRefusesTheMailAfterIt() throws MailException {
        filter("f", 0, Stage.HELO, say().reject("bad name").done());
        bench.intake.connect(bench.client, Via.MX);
        bench.intake.helo(bench.client, Via.MX, "x");
        assertThat(bench.begin("a@b.example").reply()).hasToString("550 5.7.1 bad name");
    }

    @Test
    void rejectingGoesBeforePuttingOff() throws MailException {
        filter("first", 9, Stage.MESSAGE, say().defer("later").done());
        filter("second", 5, Stage.MESSAGE, say().reject("never").done());
        ScriptedFilter third = new ScriptedFilter();
        bench.filter("third", "1", third);
        assertThat(bench.send(Bench.MESSAGE)).hasToString("550 5.7.1 never");
        assertThat(third.asked).doesNotContain("message");
    }

    @Test
    void pointsOfAllStagesAndFiltersAreOneSum() throws MailException {
        filter("a", 0, Stage.REVERSE_PATH, say().points("A", 10, "").done());
        filter("b", 0, Stage.MESSAGE, say().points("B", 8, "").done());
        assertThat(bench.send(Bench.MESSAGE)).hasToString("550 5.7.1 Refused for 18.0 points of at most 15.0");
        filter("c", 0, Stage.RECIPIENT, say().points("C", -5, "").done());
        assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
        assertThat(bench.trace.steps().get(bench.trace.steps().size() - 1).facts())
                .containsEntry("points", "13.0");
    }

    @Test
    void noNumberOfPointsRejectsWhenThatIsOff() throws MailException {
        PipelineSettings s = Bench.settings();
        try (Bench lenient = new Bench(new PipelineSettings(
                s.hostName(),
                0,
                s.guard(),
                s.missed(),
                List.of(),
                s.grace(),
                1000,
                100,
                65_536,
                1000,
                1000,
                true,
                true))) {
            lenient.filter(
                    "a",
                    "1",
                    new ScriptedFilter()
                            .at(Stage.MESSAGE, say().points("A", 1e9, "").done()));
            assertThat(lenient.send(Bench.MESSAGE).code()).isEqualTo(250);
        }
    }

    @Test
    void aHeldMailIsQueuedWithoutATime() throws MailException {
        filter("f", 0, Stage.MESSAGE, say().hold("look at it").done());
        assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
        assertThat(bench.queue.mails.get(0).notBefore()).isEqualTo(Instant.MAX);
        bench.via = Via.LMTP;
        assertThat(bench.send(Bench.MESSAGE).text()).startsWith("queued as");
        assertThat(bench.queue.mails.get(1).notBefore()).isEqualTo(Instant.MAX);
    }

    @Test
    void aReplayHasNoEffect() throws MailException {
        bench.via = Via.REPLAY;
        assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
        assertThat(bench.queue.mails).isEmpty();
    }

    @Test
    void aDiscardedMailIsAcceptedAndDropped() throws MailException {
        filter("f", 0, Stage.MESSAGE, say().hold("x").discard("spam").done());
        assertThat(bench.send(Bench.MESSAGE).code()).isEqualTo(250);
        assertThat(bench.queue.mails).isEmpty();
        assertThat(bench.trace.lines()).endsWith("accepted org.posthouse.core.pipeline 1.0.0 discard");
    }

    @Test
    void aMailDiscardedForOneRecipientGoesToTheOthers() throws MailException {
        bench.filter(
                "f",
                "1",
                new ScriptedFilter()
                        .at(
                                Stage.RECIPIENT,
                                mail -> mail.envelope().recipients().isEmpty()
                                        ? say().discard("not her").done()
                                        : Judgement.none()));
        bench.via = Via.LMTP;
        String mail = bench.mail();
        bench.rcpt(mail, "kate@school.edu");
        bench.rcpt(mail, "ron@school.edu");
        assertThat(bench.data(mail, Bench.MESSAGE)).extracting(Reply::code).containsExactly(250, 250);
        assertThat(bench.queue.mails.get(0).envelope().recipients())
                .extracting(recipient -> recipient.address().localPart())
                .containsExactly("ron");
    }

    @Test
    void recipientsAreEdited() throws MailException {
        filter(
                "f",
                0,
                Stage.MESSAGE,
                say().addRecipient(FakeRouter.address("archive@elsewhere.example"))
                        .addRecipient(FakeRouter.address("archive@elsewhere.example"))
                        .removeRecipient(FakeRouter.address("kate@school.edu"))
                        .done());
        bench.send(Bench.MESSAGE);
        assertThat(bench.queue.mails.get(0).envelope().recipients())
                .extracting(recipient -> recipient.address().toString())
                .containsExactly("archive@elsewhere.example");
    }

    @Test
    void aPermitForTheClientIsForAllItsRecipients() throws MailException {
        for (Stage stage : List.of(Stage.CONNECT, Stage.HELO, Stage.REVERSE_PATH)) {
            filter("f", 0, stage, say().permitRelay("in the list").done());
            String mail = bench.mail();
            assertThat(bench.rcpt(mail, "a@elsewhere.example").code())
                    .as("%s", stage)
                    .isEqualTo(250);
            assertThat(bench.rcpt(mail, "b@elsewhere.example").code()).isEqualTo(250);
        }
    }

    @Test
    void aPermitForARecipientIsForThatOneAlone() throws MailException {
        bench.filter(
                "f",
                "1",
                new ScriptedFilter()
                        .at(
                                Stage.RECIPIENT,
                                mail -> mail.envelope().recipients().isEmpty()
                                        ? say().permitRelay("the first").done()
                                        : Judgement.none()));
        String mail = bench.mail();
        assertThat(bench.rcpt(mail, "a@elsewhere.example").code()).isEqualTo(250);
        assertThat(bench.rcpt(mail, "b@elsewhere.example").code()).isEqualTo(550);
    }

    @Test
    void aPermitGoesWithItsFilter() throws MailException {
        filter("f", 0, Stage.CONNECT, say().permitRelay("in the list").done());
        bench.intake.connect(bench.client, Via.MX);
        bench.seats.empty("f");
        bench.seats.shutGates();
        assertThat(bench.rcpt(bench.mail(), "a@elsewhere.example").toString()).startsWith("451 4.3.0");
        bench.seats.expect("f", false);
        assertThat(bench.rcpt(bench.mail(), "a@elsewhere.example").toString()).startsWith("550 5.7.1");
    }

    @Test
    void filtersJudgeByRankingButAfterThoseWhoseFindingsTheyNeed() throws MailException {
        ScriptedFilter reader = new ScriptedFilter()
                .at(Stage.MESSAGE, mail -> say().finding("seen", mail.findings().toString())
                        .done());
        bench.filter("reader", "1", reader, "service.ranking", "100", Filter.AFTER, "spf dkim");
        bench.filter(
                "spf",
                "2",
                new ScriptedFilter().at(Stage.HELO, say().finding("spf", "pass").done()),
                Filter.FINDS,
                "spf",
                Filter.STAGES,
                "helo");
        filter("other", 50, Stage.MESSAGE, Judgement.none());
        assertThat(bench.intake.order().stream().filter(step -> step.stage().equals("helo")))
                .containsExactly(
                        new Intake.Step("helo", 1, "other", "1", "live", "pass", "pass"),
                        new Intake.Step("helo", 2, "spf", "2", "live", "pass", "pass"),
                        new Intake.Step("helo", 3, "reader", "1", "live", "pass", "pass"));
        assertThat(bench.intake.order().stream().filter(step -> step.stage().equals("message")))
                .extracting(Intake.Step::plugin)
                .containsExactly("other", "reader");
        bench.send(Bench.MESSAGE);
        assertThat(bench.trace.lines()).contains("message reader 1 seen={spf=pass}");
        bench.seats.empty("spf");
        assertThat(bench.intake.order().get(3).state()).isEqualTo("away");
    }

    @Test
    void aCircleOfNeedsIsCutAtTheBestRanked() {
        bench.filter("a", "1", new ScriptedFilter(), Filter.AFTER, "b", Filter.FINDS, "a", "service.ranking", "1");
        bench.filter("b", "1", new ScriptedFilter(), Filter.AFTER, "a", Filter.FINDS, "b", "service.ranking", "2");
        bench.filter("c", "1", new ScriptedFilter(), "service.ranking", "0");
        FilterOrder order =
                FilterOrder.of(bench.seats.open(Filter.class, seat -> {}).seats(), List.of());
        assertThat(order.seats()).extracting(seat -> seat.plugin()).containsExactly("c", "b", "a");
        assertThat(order.circles()).containsExactly("b");
    }

    @Test
    void thoseWhomTheAdministratorNamesComeFirstButNeverBeforeWhatTheyNeed() {
        bench.filter("org.example.a", "1", new ScriptedFilter(), "service.ranking", "1");
        bench.filter("org.example.b", "1", new ScriptedFilter(), "service.ranking", "2");
        bench.filter("org.example.c", "1", new ScriptedFilter(), Filter.AFTER, "d", "service.ranking", "3");
        bench.filter("org.example.d", "1", new ScriptedFilter(), Filter.FINDS, "d", "service.ranking", "0");
        List<Seat<Filter>> seats = bench.seats.open(Filter.class, seat -> {}).seats();
        assertThat(FilterOrder.of(seats, List.of("c", "example.a", "nobody")).seats())
                .extracting(seat -> seat.plugin())
                .containsExactly("org.example.a", "org.example.b", "org.example.d", "org.example.c");
    }

    @Test
    void aFilterSeesWhatIsKnownAtItsStage() throws MailException {
        ScriptedFilter looking = new ScriptedFilter();
        for (Stage stage : Stage.values()) {
            looking.at(stage, mail -> say().finding(
                            "saw",
                            mail.envelope().queueId()
                                    + "|" + mail.envelope().reversePath().isPresent()
                                    + "|" + mail.envelope().recipients().size()
                                    + "|" + mail.headers().count()
                                    + "|" + mail.raw().size()
                                    + "|" + mail.parts().root().type()
                                    + "|" + mail.helo().orElse("")
                                    + "|" + !mail.timeLeft().isZero())
                    .done());
        }
        bench.filter("f", "1", looking);
        bench.intake.connect(bench.client, Via.MX);
        bench.intake.helo(bench.client, Via.MX, "client.example");
        String mail = bench.mail();
        bench.rcpt(mail, "kate@school.edu");
        bench.rcpt(mail, "ron@school.edu");
        bench.data(mail, "Content-Type: text/html\r\n\r\nx");
        assertThat(bench.trace.lines())
                .startsWith(
                        "connect f 1 saw=|false|0|0|0|text/plain||true",
                        "connect org.posthouse.core.pipeline 1.0.0 ok",
                        "helo f 1 saw=|false|0|0|0|text/plain|client.example|true",
                        "reversePath f 1 saw=" + mail + "|true|0|0|0|text/plain|client.example|true",
                        "recipient f 1 saw=" + mail + "|true|0|0|0|text/plain|client.example|true",
                        "recipient f 1 saw=" + mail + "|true|1|0|0|text/plain|client.example|true",
                        "message f 1 saw=" + mail + "|true|2|1|28|text/html|client.example|true");
    }
}
