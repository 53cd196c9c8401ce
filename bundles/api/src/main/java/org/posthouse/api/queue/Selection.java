package org.posthouse.api.queue;

import java.util.Optional;
import java.util.Set;
import org.posthouse.api.mail.Address;

/**
 * Which mails of the queue: those that fit all that is given. Without ids any id fits; the domain is that of a recipient that is left;
 * the sender {@code <>} is asked for by {@code nullSender}.
 */
public record Selection(
        Set<String> ids,
        Optional<String> domain,
        Optional<Address> sender,
        boolean nullSender,
        Optional<QueuedMail.State> state) {
    public Selection {
        ids = Set.copyOf(ids);
    }

    /** Every mail there is. */
    public static Selection all() {
        return new Selection(Set.of(), Optional.empty(), Optional.empty(), false, Optional.empty());
    }

    public static Selection of(String queueId) {
        return new Selection(Set.of(queueId), Optional.empty(), Optional.empty(), false, Optional.empty());
    }
}
