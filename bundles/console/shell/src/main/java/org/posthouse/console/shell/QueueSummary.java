package org.posthouse.console.shell;

import static org.posthouse.console.shell.DomainCommands.fields;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.QueuedMail;
import org.posthouse.console.shell.Command.Trait;

/** {@code posthouse queue summary}: where the mail that waits is bound for. */
final class QueueSummary {
    private QueueSummary() {}

    static Command command() {
        return Command.of(
                        "queue summary",
                        "",
                        "count the mail that waits, by the domains of recipients",
                        QueueSummary::run)
                .with(Trait.LOOKS);
    }

    private static int run(Call call) throws MailException, IOException {
        Map<String, Bound> domains = new TreeMap<>();
        List<QueuedMail> mails = call.ask(MailQueue.class, MailQueue::list);
        for (QueuedMail mail : mails) {
            mail.recipients().stream()
                    .map(step -> step.address().domain())
                    .distinct()
                    .forEach(domain ->
                            domains.computeIfAbsent(domain, Bound::new).add(mail));
        }
        Instant now = Instant.now();
        List<Bound> busiest = new ArrayList<>(domains.values());
        busiest.sort(Comparator.comparingInt((Bound each) -> -each.mails).thenComparing(each -> each.domain));
        Table table = new Table("DOMAIN", "MAILS", "ACTIVE", "DEFERRED", "HELD", "SIZE", "OLDEST")
                .whenEmpty("The queue is empty.");
        List<Object> json = new ArrayList<>();
        for (Bound each : busiest) {
            table.row(
                    each.domain,
                    each.mails,
                    each.of(QueuedMail.State.ACTIVE),
                    each.of(QueuedMail.State.DEFERRED),
                    each.of(QueuedMail.State.HELD),
                    Words.size(each.octets),
                    Words.ago(Duration.between(each.oldest, now)));
            json.add(fields(
                    "domain", each.domain,
                    "mails", each.mails,
                    "active", each.of(QueuedMail.State.ACTIVE),
                    "deferred", each.of(QueuedMail.State.DEFERRED),
                    "held", each.of(QueuedMail.State.HELD),
                    "size", each.octets,
                    "oldest", Words.iso(each.oldest)));
        }
        List<String> troubles = call.ask(MailQueue.class, MailQueue::troubles);
        call.answer(fields("mails", mails.size(), "domains", json, "troubles", troubles), table);
        QueueCommands.tell(call, troubles);
        return Commands.DONE;
    }

    /** Mail for one domain; a mail for two domains counts for both. */
    private static final class Bound {
        private final String domain;
        private final Map<QueuedMail.State, Integer> states = new TreeMap<>();
        private int mails;
        private long octets;
        private Instant oldest = Instant.MAX;

        private Bound(String domain) {
            this.domain = domain;
        }

        private void add(QueuedMail mail) {
            mails++;
            octets += mail.size();
            states.merge(mail.state(), 1, Integer::sum);
            oldest = mail.arrived().isBefore(oldest) ? mail.arrived() : oldest;
        }

        private int of(QueuedMail.State state) {
            return states.getOrDefault(state, 0);
        }
    }
}
