package org.posthouse.console.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** Changes aliases and domains. */
final class AddressOrders {
    private final House house;

    AddressOrders(House house) {
        this.house = house;
    }

    Said add(Visit visit) throws MailException {
        Address alias = Typed.address(visit.parameter("id"));
        List<Address> targets = Typed.addresses(visit.parameter("targets"));
        if (Typed.ticked(visit, "replace")) {
            house.directory().putAlias(alias, targets);
        } else {
            house.directory().addAlias(alias, targets);
        }
        return Said.done(alias + " stands for " + join(targets) + ".").then(back(visit, "aliases"));
    }

    /** Back to the account on whose page it was ordered, or to this part. */
    private static String back(Visit visit, String part) {
        return Address.parse(visit.parameter("account")).map(AccountOrders::at).orElse(part);
    }

    Said remove(Visit visit) throws MailException {
        Address alias = Typed.address(visit.parameter("id"));
        return house.directory().removeAlias(alias)
                ? Said.done(alias + " is gone.")
                : Said.notDone("Nothing was done: there is no alias " + alias + " any more.");
    }

    /** An alias, and the one of its targets that it leads to no more; with its last target it goes. */
    Said release(Visit visit) throws MailException {
        String[] both = visit.parameter("id").split(" ", 2);
        Address alias = Typed.address(both[0]);
        Address target = Typed.address(both.length > 1 ? both[1] : "");
        List<Address> targets = new ArrayList<>(house.directory().targets(alias));
        if (!targets.remove(target)) {
            return Said.notDone("Nothing was done: " + alias + " does not lead to " + target + " any more.");
        }
        if (targets.isEmpty()) {
            house.directory().removeAlias(alias);
            return Said.done(alias + " is gone.");
        }
        house.directory().putAlias(alias, targets);
        return Said.done(alias + " stands for " + join(targets) + ".");
    }

    Said addDomain(Visit visit) throws MailException {
        String domain = visit.parameter("id").strip();
        if (domain.isEmpty()) {
            return Said.notDone("Nothing was done: no domain was given.");
        }
        house.directory().addDomain(domain);
        return Said.done(domain + " is ours now.");
    }

    Said removeDomain(Visit visit) throws MailException {
        house.directory().removeDomain(visit.parameter("id"));
        return Said.done(visit.parameter("id") + " is no longer ours.");
    }

    /** Without targets there is none any more. */
    Said catchAll(Visit visit) throws MailException {
        Address all = Optional.of(visit.parameter("id"))
                .filter(domain -> !domain.isEmpty())
                .flatMap(domain -> Address.parse("*@" + domain))
                .orElseThrow(() -> Typed.refused("no domain was given"));
        if (visit.parameter("targets").isBlank()) {
            return house.directory().removeAlias(all)
                    ? Said.done(all.domain() + " has no catch-all any more.")
                    : Said.notDone("Nothing was changed: " + all.domain() + " has no catch-all.");
        }
        List<Address> targets = Typed.addresses(visit.parameter("targets"));
        house.directory().putAlias(all, targets);
        return Said.done("Mail for nobody's addresses of " + all.domain() + " goes to " + join(targets) + ".");
    }

    private static String join(List<Address> addresses) {
        return addresses.stream().map(Address::toString).collect(Collectors.joining(", "));
    }
}
