package org.posthouse.core.queue.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.Parts.Part;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.lib.mime.MessageParts;

class FailureReportTest {
    private static final Instant ARRIVED = Instant.parse("2026-03-01T10:00:00Z");

    private static byte[] report(String original, Address recipient, String reply) throws Exception {
        Recipient failed = new Recipient(recipient, Map.of("ORCPT", "rfc822;first@here.example"));
        Envelope envelope = Envelope.builder("Q1")
                .reversePath(new Address("ron", "there.example"))
                .parameter("ENVID", "E1")
                .recipient(failed)
                .build();
        FailureReport report = new FailureReport(
                "mx.here.example",
                "Q2",
                envelope,
                ARRIVED,
                ARRIVED.plusSeconds(5),
                List.of(new FailureReport.Failed(failed, recipient, Status.NO_SUCH_MAILBOX, reply)));
        return report.octets(Content.of(original.getBytes(StandardCharsets.UTF_8)));
    }

    private static String part(byte[] report, int index) throws Exception {
        Part part = MessageParts.scan(Content.of(report)).root().parts().get(index);
        return new String(report, (int) part.offset(), (int) part.size(), StandardCharsets.UTF_8);
    }

    @Test
    void itHasTheThreePartsOfAReport() throws Exception {
        byte[] report = report("Subject: x\r\nX-Y: z\r\n\r\nbody\r\n", new Address("kate", "here.example"), "gone");
        Part root = MessageParts.scan(Content.of(report)).root();
        assertThat(root.type()).isEqualTo("multipart/report");
        assertThat(root.typeParameters()).containsEntry("report-type", "delivery-status");
        assertThat(root.parts())
                .extracting(Part::type)
                .containsExactly("text/plain", "message/delivery-status", "text/rfc822-headers");
        assertThat(part(report, 0)).contains("<kate@here.example>:\r\n    5.1.1 gone");
        assertThat(part(report, 1).lines())
                .containsExactly(
                        "Reporting-MTA: dns; mx.here.example",
                        "X-Posthouse-Queue-ID: Q1",
                        "Arrival-Date: Sun, 1 Mar 2026 10:00:00 +0000",
                        "Original-Envelope-Id: E1",
                        "",
                        "Original-Recipient: rfc822;first@here.example",
                        "Final-Recipient: rfc822; kate@here.example",
                        "Action: failed",
                        "Status: 5.1.1",
                        "Diagnostic-Code: smtp; 5.1.1 gone",
                        "Last-Attempt-Date: Sun, 1 Mar 2026 10:00:05 +0000");
        assertThat(part(report, 2)).isEqualTo("Subject: x\r\nX-Y: z\r\n");
    }

    @Test
    void addressesBeyondAsciiMakeItInternational() throws Exception {
        byte[] report = report("Subject: \u00e4\r\n\r\n", new Address("k\u00e4te", "here.example"), "gone");
        assertThat(MessageParts.scan(Content.of(report)).root().parts())
                .extracting(Part::type)
                .containsExactly("text/plain", "message/global-delivery-status", "message/global-headers");
        assertThat(part(report, 1)).contains("Final-Recipient: utf-8; \"k\u00e4te\"@here.example");
    }

    @Test
    void aMessageWithoutHeaderOrBodyIsReportedToo() throws Exception {
        for (String original : List.of("", "\r\n", "\r\nbody", "no line end", "Subject: x\r\n")) {
            byte[] report = report(original, new Address("kate", "here.example"), "gone");
            assertThat(MessageParts.scan(Content.of(report)).root().parts())
                    .as(original)
                    .hasSize(3);
            assertThat(new String(report, StandardCharsets.UTF_8)).doesNotContain("body");
        }
    }

    @Test
    void anEndlessHeaderIsCutBetweenLines() throws Exception {
        String line = "X-Endless: " + "x".repeat(60) + "\r\n";
        byte[] report = report(line.repeat(10_000), new Address("kate", "here.example"), "gone");
        assertThat(report.length).isLessThan(70_000);
        assertThat(part(report, 2)).endsWith(line);
    }
}
