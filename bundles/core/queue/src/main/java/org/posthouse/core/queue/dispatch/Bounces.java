package org.posthouse.core.queue.dispatch;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.Envelope;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.core.queue.spool.End;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Lease;
import org.posthouse.core.queue.spool.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts reports of failure into the queue. */
final class Bounces {
    private static final Logger LOG = LoggerFactory.getLogger(Bounces.class);

    private final Spool spool;
    private final Supplier<String> ids;
    private final Consumer<Item> taken;
    private final Supplier<DispatchSettings> settings;
    private final Clock clock;

    Bounces(Spool spool, Supplier<String> ids, Consumer<Item> taken, Supplier<DispatchSettings> settings, Clock clock) {
        this.spool = spool;
        this.ids = ids;
        this.taken = taken;
        this.settings = settings;
        this.clock = clock;
    }

    /** True if the sender's report is safe in the queue, or he wanted none. */
    boolean report(Item item, List<Attempt.Part> failed) {
        try (Lease lease = spool.lease(item)) {
            Envelope envelope = lease.envelope();
            List<FailureReport.Failed> wanted = new ArrayList<>();
            for (Attempt.Part part : failed) {
                Recipient recipient = envelope.recipients().get(part.index());
                if (wantsReport(recipient)) {
                    part.failures().forEach(end -> wanted.add(failed(recipient, end)));
                }
            }
            if (!wanted.isEmpty()) {
                enqueue(envelope, lease, wanted);
            }
            return true;
        } catch (IOException | MailException e) {
            LOG.warn("{}: no report of its failure could be made, it is tried again", item.id(), e);
            return false;
        }
    }

    private static FailureReport.Failed failed(Recipient recipient, End end) {
        return new FailureReport.Failed(recipient, end.address(), end.status(), end.reply());
    }

    private void enqueue(Envelope failed, Lease lease, List<FailureReport.Failed> recipients)
            throws IOException, MailException {
        Address sender = failed.reversePath().orElseThrow();
        String id = ids.get();
        Instant now = clock.instant();
        FailureReport report =
                new FailureReport(settings.get().hostName(), id, failed, lease.arrived(), now, recipients);
        Envelope envelope = Envelope.builder(id).recipient(Recipient.of(sender)).build();
        spool.enqueue(envelope, Content.of(report.octets(lease.content())), now, now, taken);
        LOG.info("{} failed; its sender is told by {}", failed.queueId(), id);
    }

    /** Unless told otherwise he does, RFC 3461 §4.1. */
    private static boolean wantsReport(Recipient recipient) {
        String notify = recipient.parameters().getOrDefault("NOTIFY", "FAILURE").toUpperCase(Locale.ROOT);
        return List.of(notify.split(",")).contains("FAILURE");
    }
}
