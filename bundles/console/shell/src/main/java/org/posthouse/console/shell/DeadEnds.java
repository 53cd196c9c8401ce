package org.posthouse.console.shell;

import java.util.List;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;

/** Where mail for an address would not arrive: allowed, for the account may come later, and worth a word. */
final class DeadEnds {
    private DeadEnds() {}

    /** What to add to what was done; nothing where all ends take mail, or where that cannot be known now. */
    static String of(Call call, Address address) {
        try {
            List<Address> ends = call.ask(Router.class, router -> router.resolve(address)).stream()
                    .filter(Route.Nobody.class::isInstance)
                    .map(Route::address)
                    .toList();
            return ends.isEmpty()
                    ? ""
                    : "; for now nobody takes mail for " + DomainCommands.join(ends) + ": 'posthouse trace --explain "
                            + address + "' says why";
        } catch (MailException away) {
            return "";
        }
    }
}
