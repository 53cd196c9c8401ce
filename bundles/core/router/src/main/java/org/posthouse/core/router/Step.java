package org.posthouse.core.router;

import java.util.Optional;
import org.posthouse.api.mail.Address;
import org.posthouse.api.route.Route;

/**
 * What an address is itself, and why.
 *
 * @param kind as an explanation names it
 * @param owner whose address it stands for, if it is a subaddress
 */
record Step(Route route, String kind, String why, Optional<Address> owner) {
    Step(Route route, String kind, String why) {
        this(route, kind, why, Optional.empty());
    }
}
