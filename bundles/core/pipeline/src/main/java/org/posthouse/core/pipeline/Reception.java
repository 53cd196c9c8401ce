package org.posthouse.core.pipeline;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;
import org.posthouse.api.pipeline.Via;
import org.posthouse.lib.mime.HeaderFields;

/** What happens to a mail whose message is here: limits, filters, policy, and into the queue. */
final class Reception {
    private final Judge judge;
    private final Recorder recorder;
    private final SenderRule senderRule;
    private final Handing handing;
    private final Supplier<PipelineSettings> settings;
    private final Clock clock;

    Reception(
            Judge judge,
            Recorder recorder,
            SenderRule senderRule,
            Handing handing,
            Supplier<PipelineSettings> settings,
            Clock clock) {
        this.judge = judge;
        this.recorder = recorder;
        this.senderRule = senderRule;
        this.handing = handing;
        this.settings = settings;
        this.clock = clock;
    }

    List<Reply> receive(Transaction mail, Content message) throws MailException {
        long begin = System.nanoTime();
        if (mail.count() == 0) {
            return List.of(new Reply(554, new Status(5, 5, 1), "No valid recipients"));
        }
        try {
            HeaderFields header = HeaderFields.read(message, settings.get().maxHeaderOctets());
            Optional<Reply> limit = limits(mail, header);
            Arrived arrived = new Arrived(message, limit.isPresent() ? HeaderFields.NONE : header);
            mail.arrived(arrived);
            if (fromOutside(mail)) {
                arrived.edits()
                        .remove(field ->
                                ForgedResults.claims(field, settings.get().hostName()));
            }
            try {
                Optional<Reply> refusal = limit.isPresent() ? limit : refusal(mail, header);
                if (refusal.isPresent()) {
                    recorder.refused(mail, Optional.empty(), "message refused", refusal.get());
                    return Handing.all(mail, refusal.get());
                }
                return take(mail, arrived, begin);
            } finally {
                arrived.edits().close();
            }
        } catch (IOException e) {
            throw MailException.notNow("The message could not be read; try again later", e);
        }
    }

    private static boolean fromOutside(Transaction mail) {
        return mail.via() == Via.MX || mail.via() == Via.SUBMISSION;
    }

    private Optional<Reply> limits(Transaction mail, HeaderFields header) {
        if (!header.whole()) {
            return Optional.of(new Reply(552, new Status(5, 3, 4), "The header section is too long"));
        }
        if (header.count() > settings.get().maxHeaderFields()) {
            return Optional.of(new Reply(554, new Status(5, 6, 0), "There are too many header fields"));
        }
        if (header.fields("Received").size() >= settings.get().maxHops()) {
            return Optional.of(new Reply(554, Status.ROUTING_LOOP, "Too many hops: this mail is in a loop"));
        }
        // RFC 5322 §3.6: one. Whoever judges by the one and shows the other is deceived.
        if (fromOutside(mail) && header.fields("From").size() > 1) {
            return Optional.of(new Reply(550, new Status(5, 6, 0), "There is more than one From field"));
        }
        return Optional.empty();
    }

    private Optional<Reply> refusal(Transaction mail, HeaderFields header) throws MailException {
        if (settings.get().ownFrom() && mail.start().submitter().isPresent()) {
            Optional<Reply> spoofed =
                    senderRule.authors(mail.start().submitter().get(), header);
            if (spoofed.isPresent()) {
                return spoofed;
            }
        }
        Optional<Reply> judged = judge.judge(mail, Moment.MESSAGE);
        return judged.isPresent()
                ? judged
                : Policy.refusalForPoints(
                        Policy.points(mail.slots()), settings.get().rejectAt());
    }

    private List<Reply> take(Transaction mail, Arrived arrived, long begin) throws MailException, IOException {
        Policy.Disposition disposition = Policy.disposition(mail);
        byte[] received = new ReceivedField(settings.get().hostName(), clock.instant())
                .of(mail.start(), mail.id(), disposition.recipients());
        Content message = Compilation.of(arrived, received);
        List<Reply> replies;
        try {
            replies = handing.hand(mail, disposition, message);
        } catch (MailException e) {
            recorder.refused(mail, Optional.empty(), "not queued: " + e.getMessage(), failure(e));
            return Handing.all(mail, failure(e));
        }
        String verdict = disposition.recipients().isEmpty() ? "discard" : disposition.held() ? "hold" : "ok";
        Recorder.Accepted how = new Recorder.Accepted(
                verdict, String.valueOf(replies.get(0)), message.size(), System.nanoTime() - begin);
        recorder.accepted(mail, disposition.recipients(), how);
        return replies;
    }

    /** What may have happened, or may happen later, is never a permanent refusal. */
    private static Reply failure(MailException e) {
        return e.kind() == MailException.Kind.PERMANENT || e.temporary()
                ? Reply.of(e)
                : Reply.of(MailException.notNow(e.getMessage(), e));
    }
}
