package org.posthouse.core.queue.dispatch;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Recipient;
import org.posthouse.api.mail.Status;
import org.posthouse.api.queue.Outcome;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the router, which may be away. */
final class Routing {
    /** Unable to route, RFC 3463 §3.5. */
    static final Status NO_ROUTE = new Status(4, 4, 4);

    private static final Logger LOG = LoggerFactory.getLogger(Routing.class);

    private final Supplier<Optional<Router>> router;

    Routing(Supplier<Optional<Router>> router) {
        this.router = router;
    }

    List<Route> resolve(Address address) throws MailException {
        Router present = router.get().orElseThrow(() -> MailException.notNow("routing is away for a moment"));
        try {
            return present.resolve(address);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("routing failed unexpectedly", e);
            throw MailException.notNow("routing failed unexpectedly", e);
        }
    }

    static Outcome nobody(Recipient recipient, Route.Nobody nobody) {
        return new Outcome(recipient, nobody.status(), nobody.reason(), Optional.empty());
    }

    static Outcome nowhere(Recipient recipient) {
        return new Outcome(recipient, Status.ROUTING_LOOP, "address leads nowhere", Optional.empty());
    }
}
