package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.api.queue.Selection;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse queue …}: mail on its way. */
final class QueueCommands {
    private static final Option SOURCE =
            Option.flag("--source", "print the message itself, as it is (at a terminal without what would steer that)");

    private QueueCommands() {}

    static List<Command> all() {
        return List.of(
                Command.of(
                                "queue list",
                                "",
                                "list the mail that waits",
                                List.of(QueueChoice.DOMAIN, QueueChoice.SENDER, QueueChoice.STATE),
                                QueueCommands::list)
                        .with(Trait.LOOKS),
                Command.of(
                                "queue show",
                                "ID",
                                "show one mail and each of its recipients",
                                List.of(SOURCE),
                                QueueCommands::show)
                        .with(Trait.LOOKS),
                QueueSummary.command());
    }

    private static int list(Call call) throws MailException, UsageException, IOException {
        Selection chosen = QueueChoice.read(List.of(), call.options());
        List<QueuedMail> all = call.ask(MailQueue.class, MailQueue::list);
        List<QueuedMail> mails =
                all.stream().filter(mail -> QueueChoice.fits(chosen, mail)).toList();
        Table table = new Table("ID", "AGE", "SIZE", "STATE", "SENDER", "RECIPIENTS", "LAST REPLY")
                .spare("SIZE", "AGE", "SENDER")
                .whenEmpty(
                        all.isEmpty()
                                ? "The queue is empty."
                                : "None of " + Words.count(all.size(), "mail") + " in the queue is like that.");
        List<Object> json = new ArrayList<>();
        Instant now = Instant.now();
        for (QueuedMail mail : mails) {
            table.row(
                    mail.id(),
                    Words.ago(Duration.between(mail.arrived(), now)),
                    Words.size(mail.size()),
                    state(mail),
                    sender(mail),
                    recipients(mail),
                    mail.recipients().stream()
                            .map(QueuedMail.Step::reply)
                            .filter(reply -> !reply.isEmpty())
                            .findFirst()
                            .orElse(""));
            json.add(json(mail));
        }
        call.answer(json, table);
        if (!mails.isEmpty() && !call.options().has(Option.JSON.name())) {
            call.terminal().print(sum(mails, now) + "\n");
        }
        tell(call, call.ask(MailQueue.class, MailQueue::troubles));
        return Commands.DONE;
    }

    /** What waits may not be all that should: to those who read it. */
    static void tell(Call call, List<String> troubles) throws IOException {
        if (!call.options().has(Option.JSON.name())) {
            for (String trouble : troubles) {
                call.terminal().print(trouble + "\n");
            }
        }
    }

    /** {@code 3 mails, 4.2M, the oldest 2d}. */
    private static String sum(List<QueuedMail> mails, Instant now) {
        long octets = mails.stream().mapToLong(QueuedMail::size).sum();
        Instant oldest =
                mails.stream().map(QueuedMail::arrived).min(Instant::compareTo).orElse(now);
        return Words.count(mails.size(), "mail") + ", " + Words.size(octets) + ", the oldest "
                + Words.ago(Duration.between(oldest, now));
    }

    private static int show(Call call) throws MailException, UsageException, IOException {
        String id = call.word(0);
        if (call.options().has(SOURCE.name())) {
            return message(call, id);
        }
        QueuedMail mail = call.ask(MailQueue.class, queue -> queue.find(id)).orElseThrow(() -> gone(id));
        Table table = new Table("", "")
                .row("Id", mail.id())
                .row("Sender", sender(mail))
                .row("Arrived", Words.moment(mail.arrived()))
                .row("Size", Words.size(mail.size()))
                .row("State", state(mail));
        for (QueuedMail.Step step : mail.recipients()) {
            table.row(
                    "To " + step.address(),
                    Words.count(step.attempts(), "attempt")
                            + step.next()
                                    .map(next -> ", next " + Words.moment(next))
                                    .orElse("")
                            + (step.reply().isEmpty() ? "" : ": " + step.reply()));
        }
        call.answer(json(mail), table);
        return Commands.DONE;
    }

    private static int message(Call call, String id) throws MailException, UsageException, IOException {
        if (call.options().has(Option.JSON.name())) {
            throw new UsageException("a message is no JSON: --source goes without --json");
        }
        try (Content message =
                        call.ask(MailQueue.class, queue -> queue.message(id)).orElseThrow(() -> gone(id));
                InputStream octets = message.open()) {
            octets.transferTo(call.terminal().foreign());
        }
        return Commands.DONE;
    }

    private static MailException gone(String id) {
        return Call.refused(id + " is not in the queue; 'posthouse trace " + id + "' tells what became of it");
    }

    private static Map<String, Object> json(QueuedMail mail) {
        List<Object> recipients = new ArrayList<>();
        for (QueuedMail.Step step : mail.recipients()) {
            recipients.add(fields(
                    "address", step.address(),
                    "status", step.status(),
                    "attempts", step.attempts(),
                    "next", step.next().map(Words::iso),
                    "reply", step.reply()));
        }
        return fields(
                "id", mail.id(),
                "sender", mail.sender().map(Address::toString).orElse(""),
                "recipients", recipients,
                "size", mail.size(),
                "arrived", Words.iso(mail.arrived()),
                "state", state(mail));
    }

    private static String state(QueuedMail mail) {
        return mail.state().name().toLowerCase(Locale.ROOT);
    }

    private static String sender(QueuedMail mail) {
        return mail.sender().map(Address::toString).orElse("<>");
    }

    private static String recipients(QueuedMail mail) {
        List<QueuedMail.Step> all = mail.recipients();
        String first = all.isEmpty() ? "" : all.get(0).address().toString();
        return all.size() > 1 ? first + " and " + (all.size() - 1) + " more" : first;
    }
}
