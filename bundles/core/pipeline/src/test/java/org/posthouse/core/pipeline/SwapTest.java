package org.posthouse.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.pipeline.Via;
import org.posthouse.spi.filter.Judgement;
import org.posthouse.testkit.Await;

class SwapTest {
    private final Bench bench = new Bench();
    private final ScriptedFilter one = stamping("1");
    private final ScriptedFilter two = stamping("2");

    private static ScriptedFilter stamping(String version) {
        return new ScriptedFilter()
                .at(
                        Stage.MESSAGE,
                        Judgement.builder().addHeader("X-Version", version).done());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aMailStaysWithTheVersionItBeganWith() throws MailException {
        bench.filter("f", "1", one);
        String mail = bench.mail();
        bench.filter("f", "2", two);
        bench.rcpt(mail, "kate@school.edu");
        bench.data(mail, Bench.MESSAGE);
        assertThat(one.asked).containsExactly("connect", "helo", "reversePath", "recipient kate", "message");
        assertThat(two.asked).isEmpty();
        assertThat(bench.queue.mails.get(0).message()).startsWith("X-Version: 1\r\nReceived: ");
        bench.send(Bench.MESSAGE);
        assertThat(bench.queue.mails.get(1).message()).startsWith("X-Version: 2\r\nReceived: ");
    }

    @Test
    void aVersionThatHadToComeInTheMidstJudgesTheMailFromItsBeginning() throws MailException {
        bench.filter("f", "1", one);
        String mail = bench.mail();
        bench.rcpt(mail, "kate@school.edu");
        bench.filter("f", "2", two);
        bench.seats.shutGates();
        bench.rcpt(mail, "ron@school.edu");
        assertThat(two.asked).containsExactly("connect", "helo", "reversePath", "recipient kate", "recipient ron");
        bench.data(mail, Bench.MESSAGE);
        assertThat(two.asked).endsWith("recipient ron", "message").hasSize(6);
        assertThat(bench.queue.mails.get(0).message()).startsWith("X-Version: 2\r\nReceived: ");
        assertThat(bench.trace.lines())
                .contains("reversePath f 1 none", "reversePath f 2 none", "message f 2 edited +X-Version");
    }

    @Test
    void pointsOfAVersionThatLeftDoNotCount() throws MailException {
        bench.filter(
                "f",
                "1",
                new ScriptedFilter()
                        .at(
                                Stage.REVERSE_PATH,
                                Judgement.builder().points("BAD", 100, "x").done()));
        String mail = bench.mail();
        bench.rcpt(mail, "kate@school.edu");
        bench.filter("f", "2", two);
        bench.seats.shutGates();
        assertThat(bench.data(mail, Bench.MESSAGE).get(0).code()).isEqualTo(250);
    }

    @Test
    void connectAndHeloAreJudgedAgainIfTheirVersionLeftBeforeMail() throws MailException {
        bench.filter("f", "1", one);
        bench.intake.connect(bench.client, Via.MX);
        bench.intake.helo(bench.client, Via.MX, "client.example");
        String first = bench.mail();
        assertThat(one.asked).containsExactly("connect", "helo", "reversePath");
        bench.intake.abort(first);
        bench.filter("f", "2", two);
        bench.mail();
        assertThat(two.asked).containsExactly("connect", "helo", "reversePath");
        assertThat(one.asked).hasSize(3);
    }

    @Test
    void aRecipientThatTheNewVersionRefusesPutsTheMailOff() throws MailException {
        bench.filter("f", "1", one);
        String mail = bench.mail();
        bench.rcpt(mail, "kate@school.edu");
        bench.filter(
                "f",
                "2",
                new ScriptedFilter()
                        .at(Stage.RECIPIENT, Judgement.builder().reject("no").done()));
        bench.seats.shutGates();
        assertThat(bench.data(mail, Bench.MESSAGE).get(0).toString()).startsWith("451 4.7.1");
        assertThat(bench.queue.mails).isEmpty();
    }

    @Test
    void aSenderThatTheNewVersionRefusesIsRefused() throws MailException {
        bench.filter("f", "1", one);
        String mail = bench.mail();
        bench.filter(
                "f",
                "2",
                new ScriptedFilter()
                        .at(
                                Stage.REVERSE_PATH,
                                Judgement.builder().reject("not you").done()));
        bench.seats.shutGates();
        assertThat(bench.rcpt(mail, "kate@school.edu")).hasToString("550 5.7.1 not you");
    }

    @Test
    void notesAreOfOneMailAndOneVersion() throws MailException {
        ScriptedFilter counting = new ScriptedFilter();
        for (Stage stage : Stage.values()) {
            counting.at(stage, mail -> {
                StringBuilder note = mail.own(StringBuilder.class, StringBuilder::new);
                return Judgement.builder()
                        .finding(stage.method(), note.append('x').toString())
                        .done();
            });
        }
        bench.filter("f", "1", counting);
        bench.intake.connect(bench.client, Via.MX);
        bench.intake.helo(bench.client, Via.MX, "a.example");
        String mail = bench.mail();
        bench.rcpt(mail, "kate@school.edu");
        assertThat(bench.trace.lines()).endsWith("recipient f 1 recipient=xxxx");
        bench.filter("f", "2", counting);
        bench.seats.shutGates();
        bench.data(mail, Bench.MESSAGE);
        assertThat(bench.trace.lines()).contains("connect f 2 connect=x", "message f 2 message=xxxxx");
    }

    @Test
    void noPinIsKeptAfterTheMail() throws MailException {
        bench.filter("f", "1", one);
        bench.intake.connect(bench.client, Via.MX);
        assertThat(bench.seats.pins("f")).isZero();
        String mail = bench.mail();
        assertThat(bench.seats.pins("f")).isEqualTo(1);
        bench.rcpt(mail, "kate@school.edu");
        bench.data(mail, Bench.MESSAGE);
        Await.until("no pin", () -> bench.seats.pins("f") == 0);
        bench.mail();
        bench.client.end();
        Await.until("no pin", () -> bench.seats.pins("f") == 0);
    }

    @Test
    void aPinOfAVersionThatLeavesIsGivenBackThoughTheMailStands() throws MailException {
        bench.filter("f", "1", new ScriptedFilter().at(Stage.CONNECT, mail -> {
                    mail.own(StringBuilder.class, StringBuilder::new);
                    return Judgement.none();
                }));
        bench.intake.connect(bench.client, Via.MX);
        assertThat(bench.seats.pins("f")).isEqualTo(1);
        String mail = bench.mail();
        assertThat(bench.seats.pins("f")).isEqualTo(2);
        bench.filter("f", "2", two);
        assertThat(bench.seats.pins("f")).isEqualTo(1);
        Await.until("no pin", () -> bench.seats.pins("f") == 0);
        bench.rcpt(mail, "kate@school.edu");
        assertThat(two.asked).containsExactly("connect", "helo", "reversePath", "recipient kate");
    }

    @Test
    void filtersAreToldHowItEndedOnce() throws MailException {
        bench.filter("f", "1", one);
        bench.send(Bench.MESSAGE);
        Await.until("told", () -> one.conclusions.size() == 1);
        assertThat(one.conclusions.get(0).accepted()).isTrue();
        assertThat(one.conclusions.get(0).queueId()).isPresent();
        assertThat(one.conclusions.get(0).replyCode()).isEqualTo(250);
        String mail = bench.mail();
        bench.rcpt(mail, "nobody@school.edu");
        bench.intake.abort(mail);
        Await.until("told", () -> one.conclusions.size() == 2);
        assertThat(one.conclusions.get(1))
                .isEqualTo(new org.posthouse.spi.filter.Filter.Conclusion(false, java.util.Optional.empty(), 550));
    }
}
