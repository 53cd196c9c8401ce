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

    /** To the end: aliases followed, loops cut, each end once, at most 1 000 of them; never an {@link Route.Alias}. */
    List<Route> resolve(Address address) throws MailException;

    /** Whether mail for this domain is ours to accept. */
    boolean ours(String domain) throws MailException;
}
