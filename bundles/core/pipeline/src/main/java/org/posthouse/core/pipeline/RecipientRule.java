package org.posthouse.core.pipeline;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;
import org.posthouse.api.pipeline.Via;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;

/**
 * Who may be a recipient: somebody of ours always; others only for those who have logged in, for mail that this server makes itself, or
 * where a filter that is in its seat has permitted it. No filter is needed for this to hold.
 */
final class RecipientRule {
    private final Router router;

    RecipientRule(Router router) {
        this.router = router;
    }

    /** What an address is to us. */
    enum Place {
        OURS,
        NOBODY,
        ELSEWHERE
    }

    /** An address and what it is; the reason is set for nobody. */
    record Found(Place place, String reason) {}

    Found find(Address address) throws MailException {
        Route route = router.route(address);
        if (route instanceof Route.Alias) {
            List<Route> ends = router.resolve(address);
            Optional<Route.Nobody> nobody = ends.stream().allMatch(Route.Nobody.class::isInstance)
                    ? ends.stream().map(Route.Nobody.class::cast).findFirst()
                    : Optional.empty();
            return nobody.map(end -> new Found(Place.NOBODY, end.reason())).orElse(new Found(Place.OURS, ""));
        }
        if (route instanceof Route.Nobody nobody) {
            return new Found(Place.NOBODY, nobody.reason());
        }
        return new Found(route instanceof Route.Remote ? Place.ELSEWHERE : Place.OURS, "");
    }

    static Reply unknown(String reason) {
        return new Reply(550, Status.NO_SUCH_MAILBOX, reason.isBlank() ? "No such mailbox here" : reason);
    }

    /** The refusal of a recipient elsewhere, unless something permits it; only for now while a filter is away that may permit it. */
    static Optional<Reply> relay(Transaction mail, Moment recipient) {
        boolean permitted = mail.start().submitter().isPresent()
                || mail.via() == Via.LOCAL
                || mail.via() == Via.LIST
                || mail.slots().stream()
                        .anyMatch(slot -> slot.permitsRelay(recipient).isPresent());
        if (permitted) {
            return Optional.empty();
        }
        return Optional.of(
                mail.slots().stream().anyMatch(Slot::away)
                        ? Policy.away(Stage.RECIPIENT)
                        : new Reply(550, Status.RELAY_DENIED, "We do not relay for you: log in first"));
    }
}
