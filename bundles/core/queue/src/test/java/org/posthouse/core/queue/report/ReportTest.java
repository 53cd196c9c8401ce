package org.posthouse.core.queue.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Parts.Part;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.lib.mime.MessageParts;

class ReportTest {
    private static final Instant ARRIVED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Address KATE = new Address("kate", "here.example");
    private static final Address RON = new Address("ron", "there.example");

    private static byte[] octets(Report report, String original) throws Exception {
        Content whole = report.write(Content.of(original.getBytes(StandardCharsets.UTF_8)), 1 << 20)
                .message();
        return whole.bytes(0, (int) whole.size());
    }

    private static Report report(Map<String, String> parameters, Told... told) {
        Envelope.Builder envelope = Envelope.builder("Q1").reversePath(RON);
        parameters.forEach(envelope::parameter);
        for (Told each : told) {
            envelope.recipient(each.recipient());
        }
        return new Report(
                "mx.here.example", "Q2", RON, envelope.build(), ARRIVED, ARRIVED.plusSeconds(5), List.of(told));
    }

    private static byte[] failure(String original, Address recipient, String reply) throws Exception {
        Recipient failed = new Recipient(recipient, Map.of("ORCPT", "rfc822;first+2Bx@here.example"));
        return octets(
                report(Map.of("ENVID", "E+201"), Told.of(failed, Action.FAILED, Status.NO_SUCH_MAILBOX, reply)),
                original);
    }

    private static String part(byte[] report, int index) throws Exception {
        Part part = MessageParts.scan(Content.of(report)).root().parts().get(index);
        byte[] octets = Arrays.copyOfRange(report, (int) part.offset(), (int) (part.offset() + part.size()));
        String text = new String(octets, StandardCharsets.UTF_8);
        return index > 0 || text.contains(" ")
                ? text
                : new String(Base64.getMimeDecoder().decode(octets), StandardCharsets.UTF_8);
    }

    @Test
    void itHasTheThreePartsOfAReport() throws Exception {
        byte[] report = failure("Subject: x\r\nX-Y: z\r\n\r\nbody\r\n", KATE, "gone");
        Part root = MessageParts.scan(Content.of(report)).root();
        assertThat(root.type()).isEqualTo("multipart/report");
        assertThat(root.typeParameters()).containsEntry("report-type", "delivery-status");
        assertThat(root.parts())
                .extracting(Part::type)
                .containsExactly("text/plain", "message/delivery-status", "text/rfc822-headers");
        assertThat(part(report, 1).lines())
                .containsExactly(
                        "Reporting-MTA: dns; mx.here.example",
                        "Original-Envelope-Id: E 1",
                        "X-Posthouse-Queue-ID: Q1",
                        "Arrival-Date: Sun, 1 Mar 2026 10:00:00 +0000",
                        "",
                        "Original-Recipient: rfc822;first+x@here.example",
                        "Final-Recipient: rfc822; kate@here.example",
                        "Action: failed",
                        "Status: 5.1.1",
                        "Diagnostic-Code: x-posthouse; 5.1.1 gone",
                        "Last-Attempt-Date: Sun, 1 Mar 2026 10:00:05 +0000");
        assertThat(part(report, 2)).isEqualTo("Subject: x\r\nX-Y: z\r\n");
    }

    @Test
    void aPersonReadsWhatWasNotDeliveredToWhomWhyAndWhatToDo() throws Exception {
        byte[] report = failure(
                "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nDate: Sun, 1 Mar 2026 09:59:00 +0000\r\n\r\nbody\r\n",
                KATE,
                "gone");
        assertThat(part(report, 0).lines())
                .contains(
                        "This is the mail system at mx.here.example.",
                        "    Subject: Gr\u00fc\u00dfe",
                        "    Date:    Sun, 1 Mar 2026 09:59:00 +0000",
                        "    Arrived: Sunday, 1 March 2026, 10:00 UTC",
                        "could not be delivered to:",
                        "    <kate@here.example>",
                        "        There is no such mailbox.",
                        "        Check the address for a slip, or ask for the present one in another way.",
                        "        The answer was: 5.1.1 gone",
                        "It is not tried again.");
        assertThat(new String(report, StandardCharsets.UTF_8)).as("all of it").matches(text -> text.chars()
                .allMatch(c -> c < 0x80));
    }

    @Test
    void aLateOneSaysHowLongItIsTriedOn() throws Exception {
        Told late = new Told(
                Recipient.of(KATE),
                Action.DELAYED,
                Status.MAILBOX_FULL,
                "full",
                Optional.of(ARRIVED.plus(Duration.ofDays(5))));
        byte[] report = octets(report(Map.of("RET", "FULL"), late), "Subject: x\r\n\r\nbody\r\n");
        assertThat(part(report, 0))
                .contains("has not been delivered yet to:", "until Friday, 6 March 2026, 10:00 UTC.")
                .doesNotContain("another way");
        assertThat(part(report, 1)).contains("Will-Retry-Until: Fri, 6 Mar 2026 10:00:00 +0000");
        assertThat(part(report, 2)).isEqualTo("Subject: x\r\n");
    }

    @Test
    void whatAnotherHostSaidIsTakenToBeItsWord() throws Exception {
        byte[] report = failure("\r\n", KATE, "mx1.example.com [2001:db8::1]: 550 5.7.1 not you");
        assertThat(part(report, 1).lines())
                .contains("Remote-MTA: dns; mx1.example.com", "Diagnostic-Code: smtp; 550 5.7.1 not you");
        assertThat(part(failure("\r\n", KATE, "mx1 [x]: 550 no"), 1)).doesNotContain("Remote-MTA");
    }

    @Test
    void whatAnotherHostSaidUnderTlsIsItsWordToo() throws Exception {
        String reply = "127.0.0.3 [127.0.0.3] (TLSv1.3): 550 5.1.1 No such mailbox";
        byte[] report = failure("\r\n", KATE, reply);
        assertThat(part(report, 0).lines()).contains("        The answer was: " + reply);
        assertThat(part(report, 1).lines())
                .contains("Remote-MTA: dns; [127.0.0.3]", "Diagnostic-Code: smtp; 550 5.1.1 No such mailbox");
    }

    @Test
    void whoGaveUpTellsWhatTheOtherHostSaidLast() throws Exception {
        byte[] report = failure("\r\n", KATE, "given up; last: mx1.example.com [::1] (TLSv1.2): 451 4.7.1 not now");
        assertThat(part(report, 1).lines())
                .contains("Remote-MTA: dns; mx1.example.com", "Diagnostic-Code: smtp; 451 4.7.1 not now");
    }

    @Test
    void addressesBeyondAsciiMakeItInternational() throws Exception {
        byte[] report = failure("Subject: \u00e4\r\n\r\n", new Address("k\u00e4te", "here.example"), "gone");
        assertThat(MessageParts.scan(Content.of(report)).root().parts())
                .extracting(Part::type)
                .containsExactly("text/plain", "message/global-delivery-status", "message/global-headers");
        assertThat(part(report, 1)).contains("Final-Recipient: utf-8; \"k\u00e4te\"@here.example");
    }

    @Test
    void aMessageWithoutHeaderOrBodyIsReportedToo() throws Exception {
        for (String original : List.of("", "\r\n", "\r\nbody", "no line end", "Subject: x\r\n")) {
            byte[] report = failure(original, KATE, "gone");
            assertThat(MessageParts.scan(Content.of(report)).root().parts())
                    .as(original)
                    .hasSize(3);
            assertThat(new String(report, StandardCharsets.UTF_8)).doesNotContain("body");
        }
    }

    @Test
    void anEndlessHeaderIsCutBetweenLines() throws Exception {
        String line = "X-Endless: " + "x".repeat(60) + "\r\n";
        byte[] report = failure(line.repeat(10_000), KATE, "gone");
        assertThat(report.length).isLessThan(70_000);
        assertThat(part(report, 2)).endsWith(line);
    }

    @Test
    void nothingOfTheOriginalForgesAFieldOfTheReport() throws Exception {
        byte[] report = failure(
                "Subject: =?utf-8?q?x=0D=0ABcc:_evil=40there.example?=\r\nMessage-ID: <a@b>\tx\r\n\r\n", KATE, "gone");
        String top = new String(report, StandardCharsets.UTF_8).split("\r\n\r\n", 2)[0];
        assertThat(top.lines()).noneMatch(line -> line.startsWith("Bcc") || line.startsWith("In-Reply-To"));
        assertThat(part(report, 0).lines()).noneMatch(line -> line.startsWith("Bcc"));
    }
}
