package org.posthouse.core.queue.report;

import java.util.Optional;
import org.posthouse.api.mail.Address;
import org.posthouse.lib.wire.smtp.Paths;
import org.posthouse.lib.wire.smtp.Xtext;

/** The part of a report that mail systems read, RFC 3464 §2: fields of the message, then a group for each recipient. */
final class StatusText {
    private final Report report;
    private final StringBuilder text = new StringBuilder(1000);

    private StatusText(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        return new StatusText(report).write();
    }

    private String write() {
        boolean full = report.hostName().contains(".");
        field("Reporting-MTA", (full ? "dns; " : "x-local-hostname; ") + report.hostName());
        Optional.ofNullable(report.envelope().parameters().get("ENVID"))
                .flatMap(Xtext::decode)
                .ifPresent(id -> field("Original-Envelope-Id", id));
        field("X-Posthouse-Queue-ID", report.envelope().queueId());
        field("Arrival-Date", Report.DATE.format(report.arrived()));
        report.told().forEach(this::recipient);
        return text.append("\r\n").toString();
    }

    private void recipient(Told told) {
        text.append("\r\n");
        Optional.ofNullable(told.recipient().parameters().get("ORCPT"))
                .flatMap(StatusText::originalRecipient)
                .ifPresent(original -> field("Original-Recipient", original));
        Address address = told.recipient().address();
        boolean ascii = Report.ascii(address.toString());
        field("Final-Recipient", (ascii ? "rfc822; " : "utf-8; ") + Paths.print(address));
        field("Action", told.action().word());
        field("Status", told.status().toString());
        if (!told.action().success()) {
            diagnostic(told);
        }
        field("Last-Attempt-Date", Report.DATE.format(report.now()));
        told.until().ifPresent(time -> field("Will-Retry-Until", Report.DATE.format(time)));
    }

    /** RFC 3464 §2.3.5 and §2.3.6: who said it, and what. */
    private void diagnostic(Told told) {
        Optional<RemoteReply> remote = RemoteReply.in(told.reply());
        remote.ifPresent(said -> field("Remote-MTA", "dns; " + said.host()));
        field(
                "Diagnostic-Code",
                remote.map(said -> "smtp; " + said.answer())
                        .orElse("x-posthouse; " + told.status() + " " + told.reply()));
    }

    /** The address as it was before it was made xtext, RFC 3461 §4.2. */
    private static Optional<String> originalRecipient(String orcpt) {
        int semicolon = orcpt.indexOf(';');
        return semicolon < 0
                ? Optional.empty()
                : Xtext.decode(orcpt.substring(semicolon + 1))
                        .map(address -> orcpt.substring(0, semicolon) + ";" + address);
    }

    private void field(String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
}
