package org.posthouse.core.router;

import java.util.List;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Directory;
import org.posthouse.api.account.Entry;
import org.posthouse.api.account.Forward;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.route.Route;

/**
 * What one address is, by asking the directories anew each time. In this order: an address that is given to an account or alias; one
 * whose part before the subaddress separator is, RFC 5233 §1; whatever else, if its domain has a catch-all, the alias {@code *@domain}.
 * A disabled account keeps its address: its mail does not fall to the catch-all. {@code <postmaster>} and the postmaster of our own
 * address literals are the postmaster of the first domain that has one, RFC 5321 §4.5.1. Local parts are taken as they are: {@code a%b},
 * {@code a!b} and the like are names of ours or of nobody.
 */
final class Lookup {
    private static final String POSTMASTER = "postmaster";
    /** The local part of a catch-all; as the local part of its target, the one that was asked for. */
    private static final String ANY = "*";
    /** Mailbox disabled, RFC 3463 §3.3. */
    private static final Status DISABLED = new Status(5, 2, 1);

    private final Accounts accounts;
    private final Directory directory;
    private final OwnAddresses own;
    private volatile String separators;

    Lookup(Accounts accounts, Directory directory, OwnAddresses own, String separators) {
        this.accounts = accounts;
        this.directory = directory;
        this.own = own;
        separators(separators);
    }

    /** Characters that begin a subaddress, from now on. */
    void separators(String characters) {
        separators = characters.strip();
    }

    boolean ours(String domain) throws MailException {
        String name = Address.canonical(domain);
        return name.isEmpty() || (name.startsWith("[") ? own.has(name) : accounts.hasDomain(name));
    }

    Step of(Address address) throws MailException {
        String domain = address.domain();
        if (!ours(domain)) {
            return new Step(new Route.Remote(address), "remote", domain + " is no domain of ours");
        }
        if (domain.isEmpty() || domain.startsWith("[")) {
            return address.localPart().equalsIgnoreCase(POSTMASTER) ? postmaster(address) : nobody(address);
        }
        Optional<Entry> exact = accounts.entry(address);
        if (exact.isPresent()) {
            return step(address, domain, exact.get());
        }
        Optional<Step> subaddress = subaddress(address);
        if (subaddress.isPresent()) {
            return subaddress.get();
        }
        return catchAll(address).orElseGet(() -> nobody(address));
    }

    private Optional<Step> subaddress(Address address) throws MailException {
        String local = address.localPart();
        for (int i = 1; i < local.length(); i++) {
            if (separators.indexOf(local.charAt(i)) >= 0) {
                Address owner = new Address(local.substring(0, i), address.domain());
                return accounts.entry(owner)
                        .map(entry -> step(address, owner.domain(), entry))
                        .map(step -> ownedBy(owner, step));
            }
        }
        return Optional.empty();
    }

    private static Step ownedBy(Address owner, Step step) {
        return new Step(step.route(), step.kind(), step.why(), Optional.of(owner));
    }

    private Optional<Step> catchAll(Address address) throws MailException {
        Optional<Entry> entry = accounts.entry(new Address(ANY, address.domain()));
        if (entry.isEmpty() || !(entry.get() instanceof Entry.Alias alias)) {
            return Optional.empty();
        }
        List<Address> targets = alias.targets().stream()
                .map(target ->
                        target.localPart().equals(ANY) ? new Address(address.localPart(), target.domain()) : target)
                .toList();
        return Optional.of(new Step(new Route.Alias(address, targets), "catchAll", "catch-all of " + address.domain()));
    }

    private Step postmaster(Address address) throws MailException {
        for (String domain : directory.domains().stream().sorted().toList()) {
            Optional<Entry> entry = accounts.entry(new Address(POSTMASTER, domain));
            if (entry.isPresent()) {
                Step step = step(address, domain, entry.get());
                return new Step(step.route(), step.kind(), "postmaster of " + domain + ", " + step.why());
            }
        }
        return nobody(address);
    }

    private static Step step(Address address, String domain, Entry entry) {
        if (entry instanceof Entry.Alias alias) {
            return new Step(new Route.Alias(address, alias.targets()), "alias", "alias of " + domain);
        }
        Account account = ((Entry.Person) entry).account();
        if (!account.enabled()) {
            Route route = new Route.Nobody(address, DISABLED, "This mailbox takes no mail");
            return new Step(route, "nobody", "the account " + account.address() + " is disabled: it takes no mail");
        }
        if (account.forward().isPresent()) {
            Forward forward = account.forward().get();
            String copy = forward.keepCopy() ? ", a copy stays" : ", no copy stays";
            return new Step(new Route.Forwarded(address, account), "forward", "forward of " + account.address() + copy);
        }
        return new Step(new Route.Mailbox(address, account), "account", "mailbox of " + account.address());
    }

    private static Step nobody(Address address) {
        String why = address.domain().isEmpty() || address.domain().startsWith("[")
                ? "only a postmaster has such an address"
                : "no account, alias or catch-all of " + address.domain() + " has this address";
        return new Step(new Route.Nobody(address, "No such mailbox here"), "nobody", why);
    }
}
