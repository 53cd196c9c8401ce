package org.posthouse.core.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Reply;
import org.posthouse.api.mail.Status;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;
import org.posthouse.lib.mime.AddressList;
import org.posthouse.lib.mime.HeaderFields;
import org.posthouse.lib.mime.MailboxAddress;

/**
 * Under which addresses a user may send: his own and its subaddresses, and those that stand for it, RFC 6409 §6.1. Where mail for his
 * address is forwarded to does not matter: it remains his, and does not become that of whoever it is forwarded to.
 */
final class SenderRule {
    private static final List<String> FIELDS = List.of("from", "sender", "resent-from", "resent-sender");
    private static final int MAX_AUTHORS = 20;
    /** As many as are asked about, of all that one address stands for. */
    private static final int MAX_ADDRESSES = 10_000;

    private static final Reply REFUSED =
            new Reply(553, new Status(5, 7, 1), "You may send only under an address of your own");

    private final Router router;

    SenderRule(Router router) {
        this.router = router;
    }

    /** The refusal of a reverse-path that is not the submitter's. */
    Optional<Reply> reversePath(AccountId submitter, Address reversePath) throws MailException {
        return belongs(submitter, reversePath) ? Optional.empty() : Optional.of(REFUSED);
    }

    /** The refusal of a header section that names another author or sender. */
    Optional<Reply> authors(AccountId submitter, HeaderFields header) throws MailException {
        for (String name : FIELDS) {
            for (String body : header.all(name)) {
                List<MailboxAddress> authors = AddressList.parse(body);
                if (authors.size() > MAX_AUTHORS) {
                    return Optional.of(REFUSED);
                }
                for (MailboxAddress author : authors) {
                    if (!belongs(submitter, author)) {
                        return Optional.of(REFUSED);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** A name alone is no address; what has a domain and cannot be read is nobody's. */
    private boolean belongs(AccountId submitter, MailboxAddress author) throws MailException {
        if (author.host().orElse("").isEmpty()) {
            return true;
        }
        Optional<Address> address = author.address().flatMap(Address::parse);
        return address.isPresent() && belongs(submitter, address.get());
    }

    private boolean belongs(AccountId submitter, Address address) throws MailException {
        Set<Address> met = new HashSet<>(Set.of(address));
        Deque<Address> open = new ArrayDeque<>(met);
        while (!open.isEmpty() && met.size() <= MAX_ADDRESSES) {
            Route route = router.route(open.poll());
            if (route instanceof Route.Alias alias) {
                alias.targets().stream().filter(met::add).forEach(open::add);
            } else if (owner(route).filter(submitter::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<AccountId> owner(Route route) {
        if (route instanceof Route.Mailbox mailbox) {
            return Optional.of(mailbox.account().id());
        }
        return route instanceof Route.Forwarded forwarded
                ? Optional.of(forwarded.account().id())
                : Optional.empty();
    }
}
