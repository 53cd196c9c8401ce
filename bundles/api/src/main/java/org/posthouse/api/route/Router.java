package org.posthouse.api.route;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;

/** Says what an address is. */
@ProviderType
public interface Router {
    /** One step: what this address is itself. Fails temporarily when the directory is away. */
    Route route(Address address) throws MailException;

    /**
     * To the end: aliases, catch-alls and forwards followed, loops cut, each end once, at least one and at most 1 000 of them; never an
     * {@link Route.Alias} or {@link Route.Forwarded}. A copy that stays is a {@link Route.Mailbox}; what leads to nothing but itself is
     * {@link Route.Nobody}.
     */
    List<Route> resolve(Address address) throws MailException;

    /** How {@link #resolve} comes to its answer: every address it meets, in order, and what it was taken for. */
    List<Explanation> explain(Address address) throws MailException;

    /** Whether mail for this domain is ours to accept. */
    boolean ours(String domain) throws MailException;

    /**
     * One step of an explanation.
     *
     * @param depth 0 for the address asked for
     * @param kind account, alias, forward, copy (kept while forwarding), subaddress, catchAll, remote, nobody, loop, again (met before)
     * @param why a sentence
     * @param targets what it stands for; they follow one deeper
     */
    record Explanation(int depth, Address address, String kind, String why, List<Address> targets) {
        public Explanation {
            targets = List.copyOf(targets);
        }
    }
}
