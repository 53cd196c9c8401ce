package org.posthouse.core.queue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;
import org.posthouse.api.store.MailRoom;
import org.posthouse.core.queue.spool.Item;
import org.posthouse.core.queue.spool.Progress;
import org.posthouse.core.queue.spool.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail of before a restart, told to who keeps room for it in mailboxes. Each address is routed once. */
final class WaitingMail {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingMail.class);

    private final Spool spool;
    private final MailRoom room;
    private final Router router;
    private final Map<Address, List<Route.Mailbox>> known = new HashMap<>();
    private boolean complete = true;

    WaitingMail(Spool spool, MailRoom room, Router router) {
        this.spool = spool;
        this.room = room;
        this.router = router;
    }

    /** Ends early when its thread is interrupted; false if some address could not be routed now. */
    boolean tell() {
        for (Item item : spool.items()) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            tell(item);
        }
        return complete;
    }

    private void tell(Item item) {
        for (Progress recipient : item.recipients()) {
            if (recipient.phase() == Progress.Phase.WAITING || recipient.phase() == Progress.Phase.HELD) {
                mailboxes(recipient.address())
                        .forEach(mailbox -> room.restore(mailbox.account(), item.id(), item.size()));
            }
        }
        if (item.removed()) {
            room.release(item.id());
        }
    }

    private List<Route.Mailbox> mailboxes(Address address) {
        return known.computeIfAbsent(address, this::resolved);
    }

    private List<Route.Mailbox> resolved(Address address) {
        try {
            if (!router.ours(address.domain())) {
                return List.of();
            }
            return router.resolve(address).stream()
                    .filter(Route.Mailbox.class::isInstance)
                    .map(Route.Mailbox.class::cast)
                    .toList();
        } catch (MailException e) {
            LOG.debug("{} cannot be routed now: no room is kept yet for what waits for it", address, e);
            complete = false;
            return List.of();
        }
    }
}
