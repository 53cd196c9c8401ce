package org.posthouse.core.pipeline;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.account.Account;
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

    /** An address, what it is, and the mailboxes of ours that it stands for; the refusal is set for nobody. */
    record Found(Place place, Optional<Reply> refusal, List<Account> mailboxes) {
        private static Found at(Place place, List<Route> ends) {
            List<Account> mailboxes = ends.stream()
                    .filter(Route.Mailbox.class::isInstance)
                    .map(end -> ((Route.Mailbox) end).account())
                    .toList();
            return new Found(place, Optional.empty(), mailboxes);
        }

        private static Found refused(Route.Nobody nobody) {
            String reason = nobody.reason().isBlank() ? "No such mailbox here" : nobody.reason();
            return new Found(Place.NOBODY, Optional.of(new Reply(550, nobody.status(), reason)), List.of());
        }
    }

    /** What stands for others is ours unless each of them is nobody. */
    Found find(Address address) throws MailException {
        Route route = router.route(address);
        if (route instanceof Route.Nobody nobody) {
            return Found.refused(nobody);
        }
        if (route instanceof Route.Alias || route instanceof Route.Forwarded) {
            List<Route> ends = router.resolve(address);
            boolean nobody = !ends.isEmpty() && ends.stream().allMatch(Route.Nobody.class::isInstance);
            return nobody ? Found.refused((Route.Nobody) ends.get(0)) : Found.at(Place.OURS, ends);
        }
        return Found.at(route instanceof Route.Remote ? Place.ELSEWHERE : Place.OURS, List.of(route));
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
