package org.posthouse.delivery.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.plugin.Seat;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.route.Route;
import org.posthouse.api.store.Actor;
import org.posthouse.api.store.MailStore;
import org.posthouse.api.store.Mailbox;
import org.posthouse.lib.wire.smtp.Paths;
import org.posthouse.spi.delivery.Delivery;
import org.posthouse.spi.delivery.Delivery.Target;
import org.posthouse.spi.delivery.DeliveryAgent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Final delivery, RFC 5321 §4.4: into the INBOX of an account of ours, under Return-Path and Delivered-To. */
@Component(
        name = "org.posthouse.delivery.local",
        // Its calls wait for the disk, many for one write: as many as the settings allow.
        property = {DeliveryAgent.TRANSPORT + "=local", Seat.PLACES + ":Integer=1024"})
public final class LocalDelivery implements DeliveryAgent {
    private static final Logger LOG = LoggerFactory.getLogger(LocalDelivery.class);
    private static final Status NO_MAILBOX_HERE = new Status(5, 3, 5);

    private final MailStore store;
    /** A store forces once for all who wait. */
    private final SideBySide sideBySide = new SideBySide();

    private final Refusals refusals = new Refusals(Clock.systemUTC());

    @Activate
    public LocalDelivery(@Reference MailStore store) {
        this.store = store;
    }

    @Override
    public List<Outcome> deliver(Delivery delivery) throws MailException {
        List<String> trail = trail(delivery.message());
        return sideBySide.each(delivery.targets(), target -> deliver(delivery, target, trail));
    }

    @Deactivate
    void close() {
        sideBySide.close();
    }

    private static List<String> trail(Content message) throws MailException {
        try {
            return DeliveredTo.of(message);
        } catch (IOException e) {
            throw MailException.notNow("message could not be read", e);
        }
    }

    private Outcome deliver(Delivery delivery, Target target, List<String> trail) {
        if (!(target.route() instanceof Route.Mailbox mailbox)) {
            return outcome(target, NO_MAILBOX_HERE, "not a mailbox of this server");
        }
        Address address = mailbox.address();
        if (trail.stream().anyMatch(Paths.print(address)::equalsIgnoreCase)) {
            return outcome(target, Status.ROUTING_LOOP, "mail is looping: it has been delivered here before");
        }
        try {
            append(delivery, mailbox, target.operationId());
            return outcome(target, Status.DELIVERED, "delivered");
        } catch (MailException e) {
            return failed(delivery, target, e);
        }
    }

    private void append(Delivery delivery, Route.Mailbox mailbox, String operationId) throws MailException {
        AccountId account = mailbox.account().id();
        String inbox = store.mailboxes(account)
                .named(Mailbox.INBOX)
                .map(Mailbox::id)
                .orElseThrow(() -> MailException.notNow("mailbox is away for a moment"));
        // Not closed: the message is the caller's.
        Content whole = Content.join(List.of(trace(delivery, mailbox.address()), delivery.message()));
        Actor actor = new Actor.Delivering(delivery.envelope().queueId(), mailbox.address());
        store.by(actor).append(account, inbox, whole, Set.of(), delivery.arrived(), operationId);
    }

    /** Trace fields of final delivery; Delivered-To names whose mailbox it was, so that loops are seen. */
    private static Content trace(Delivery delivery, Address to) {
        String path = delivery.envelope().reversePath().map(Paths::print).orElse("");
        String fields = "Return-Path: <" + path + ">\r\nDelivered-To: " + Paths.print(to) + "\r\n";
        return Content.of(fields.getBytes(StandardCharsets.UTF_8));
    }

    private Outcome failed(Delivery delivery, Target target, MailException failure) {
        String id = delivery.envelope().queueId();
        OptionalLong others = refusals.count();
        if (others.isPresent()) {
            LOG.info(
                    "{}: {} {} (and {} more refusals since the last that was told)",
                    id,
                    failure.status(),
                    failure.getMessage(),
                    others.getAsLong(),
                    failure.getCause());
        } else {
            LOG.debug("{}: {} {}", id, failure.status(), failure.getMessage(), failure.getCause());
        }
        return Outcome.of(target.recipient(), failure);
    }

    private static Outcome outcome(Target target, Status status, String reply) {
        return new Outcome(target.recipient(), status, reply, Optional.empty());
    }
}
