package org.posthouse.core.queue.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.posthouse.lib.wire.smtp.Paths;

/** The part of a report that a person reads: which message, who did not get it, why, and what can be done. */
final class HumanText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "EEEE, d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Report report;
    private final Original original;
    private final StringBuilder text = new StringBuilder(1000);

    private HumanText(Report report, Original original) {
        this.report = report;
        this.original = original;
    }

    static String of(Report report, Original original) {
        return new HumanText(report, original).write();
    }

    private String write() {
        line("This is the mail system at " + report.hostName() + ".").line("");
        message();
        line(headline()).line("");
        report.told().forEach(this::recipient);
        line(closing()).line("");
        line("Details for mail systems follow, and then " + (original.whole() ? "the message" : "its header") + ".");
        return text.toString();
    }

    private void message() {
        line(report.orphan() ? "A message that names no sender" : "Your message")
                .line("");
        original.subject().ifPresent(subject -> line("    Subject: " + subject));
        original.date().ifPresent(date -> line("    Date:    " + date));
        line("    Arrived: " + TIME.format(report.arrived())).line("");
    }

    private String headline() {
        return switch (report.tone()) {
            case FAILED -> "could not be delivered to:";
            case DELAYED -> "has not been delivered yet to:";
            default -> "was taken care of as you asked to be told:";
        };
    }

    private void recipient(Told told) {
        line("    <" + Paths.print(told.recipient().address()) + ">");
        switch (told.action()) {
            case FAILED -> {
                Advice advice = Advice.of(told.status());
                line("        " + advice.why());
                line("        " + advice.help());
            }
            case DELAYED -> line("        " + Advice.of(told.status()).why());
            case DELIVERED -> line("        It is in the mailbox.");
            case RELAYED -> line("        It was handed to the next server, which will not tell you more.");
            case EXPANDED -> line("        It was delivered to all whom this address stands for.");
        }
        if (!told.action().success()) {
            // What another host said has a code of its own.
            boolean remote = RemoteReply.in(told.reply()).isPresent();
            line("        The answer was: " + (remote ? "" : told.status() + " ") + told.reply());
        }
        line("");
    }

    private String closing() {
        Optional<Instant> until =
                report.told().stream().flatMap(told -> told.until().stream()).findFirst();
        return switch (report.tone()) {
            case FAILED ->
                report.orphan()
                        ? "It is not tried again. Nobody else is told: you are the postmaster here."
                        : "It is not tried again.";
            case DELAYED ->
                "You need not send it again: it is being tried on"
                        + until.map(time -> " until " + TIME.format(time)).orElse("")
                        + ".\r\nIf it cannot be delivered by then, you will be told.";
            default -> "You need do nothing.";
        };
    }

    private HumanText line(String line) {
        text.append(line).append("\r\n");
        return this;
    }
}
