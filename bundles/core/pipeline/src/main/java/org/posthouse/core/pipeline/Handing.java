package org.posthouse.core.pipeline;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;
import org.posthouse.api.pipeline.Via;
import org.posthouse.api.queue.MailQueue;
import org.posthouse.api.queue.Outcome;

/** Gives an accepted mail to the queue and says so only when it is safe there; mail by LMTP is delivered before it is answered. */
final class Handing {
    private final MailQueue queue;
    private final Promises promises;
    private final Clock clock;

    Handing(MailQueue queue, Promises promises, Clock clock) {
        this.queue = queue;
        this.promises = promises;
        this.clock = clock;
    }

    /** The replies: one, or with LMTP one for each RCPT that was accepted. */
    List<Reply> hand(Transaction mail, Policy.Disposition disposition, Content message) throws MailException {
        Envelope envelope = mail.envelope().withRecipients(disposition.recipients());
        if (mail.via() == Via.LMTP && !disposition.held()) {
            return deliverWithRoom(mail, envelope, message);
        }
        if (disposition.recipients().isEmpty() || mail.via() == Via.REPLAY) {
            promises.release(mail.id());
        } else {
            promises.settle(mail, disposition.recipients(), message.size());
            queue.enqueue(envelope, message, disposition.held() ? Instant.MAX : clock.instant());
        }
        Reply queued = new Reply(250, Status.OK, "queued as " + mail.id());
        return all(mail, queued);
    }

    /** This reply, or with LMTP this reply for each RCPT that was accepted. */
    static List<Reply> all(Transaction mail, Reply reply) {
        return mail.via() == Via.LMTP
                ? mail.answers().stream().map(place -> reply).toList()
                : List.of(reply);
    }

    /** Who has no room is told so by his delivery. What is left in the queue keeps its room, all else needs it no more. */
    private List<Reply> deliverWithRoom(Transaction mail, Envelope envelope, Content message) throws MailException {
        var unused = promises.keep(mail, envelope.recipients(), message.size());
        try {
            return deliver(mail, envelope, message);
        } finally {
            if (queue.find(mail.id()).isEmpty()) {
                promises.release(mail.id());
            }
        }
    }

    private List<Reply> deliver(Transaction mail, Envelope envelope, Content message) throws MailException {
        List<Outcome> outcomes = envelope.recipients().isEmpty() ? List.of() : queue.deliver(envelope, message);
        List<Reply> replies = new ArrayList<>();
        for (int place : mail.answers()) {
            int at = envelope.recipients().indexOf(mail.recipients().get(place));
            // A recipient that a filter has taken out counts as delivered: the mail was discarded for it.
            replies.add(
                    at < 0 || at >= outcomes.size()
                            ? new Reply(250, Status.DELIVERED, "delivered as " + mail.id())
                            : reply(mail, outcomes.get(at)));
        }
        return replies;
    }

    private static Reply reply(Transaction mail, Outcome outcome) {
        if (outcome.status().success()) {
            return new Reply(250, outcome.status(), "delivered as " + mail.id());
        }
        MailException.Kind kind =
                outcome.status().temporary() ? MailException.Kind.RETRY : MailException.Kind.PERMANENT;
        return Reply.of(new MailException(kind, outcome.status(), outcome.reply()));
    }
}
