package org.posthouse.core.router;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Accounts;
import org.posthouse.api.account.Directory;
import org.posthouse.api.account.Entry;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;

/**
 * Says what addresses are, by asking the directories anew each time. {@code <postmaster>} and the postmaster of our own address literals
 * are the postmaster of the first domain that has one, RFC 5321 §4.5.1. Local parts are taken as they are: {@code a%b}, {@code a!b} and
 * the like are names of ours or of nobody.
 */
@Component(
        name = "org.posthouse.core.router",
        service = Router.class,
        immediate = true,
        configurationPid = "org.posthouse.core.router")
@Designate(ocd = RouterConfiguration.class)
public final class DirectoryRouter implements Router {
    /** Most ends of one address. */
    private static final int MAX_ENDS = 1000;

    /** Most aliases that are followed on the way to them. */
    private static final int MAX_STEPS = 10_000;

    private static final String POSTMASTER = "postmaster";

    private final Accounts accounts;
    private final Directory directory;
    private final OwnAddresses own;
    private volatile String separators;

    @Activate
    public DirectoryRouter(@Reference Accounts accounts, @Reference Directory directory, RouterConfiguration config) {
        this(accounts, directory, OwnAddresses.ofThisMachine(), config.subaddressSeparators());
    }

    DirectoryRouter(Accounts accounts, Directory directory, OwnAddresses own, String separators) {
        this.accounts = accounts;
        this.directory = directory;
        this.own = own;
        this.separators = separators.strip();
    }

    /** Other settings: the service stays. */
    @Modified
    void change(RouterConfiguration config) {
        separators = config.subaddressSeparators().strip();
    }

    @Override
    public boolean ours(String domain) throws MailException {
        String name = domain.toLowerCase(Locale.ROOT);
        return name.isEmpty() || (name.startsWith("[") ? own.has(name) : accounts.hasDomain(name));
    }

    @Override
    public Route route(Address address) throws MailException {
        boolean everywhere = address.domain().isEmpty() || address.domain().startsWith("[");
        if (!ours(address.domain())) {
            return new Route.Remote(address);
        }
        if (everywhere) {
            return address.localPart().equalsIgnoreCase(POSTMASTER) ? postmaster(address) : nobody(address);
        }
        return entry(address).map(entry -> route(address, entry)).orElseGet(() -> nobody(address));
    }

    private static Route route(Address address, Entry entry) {
        if (entry instanceof Entry.Alias alias) {
            return new Route.Alias(address, alias.targets());
        }
        Account account = ((Entry.Person) entry).account();
        return account.enabled()
                ? new Route.Mailbox(address, account)
                : new Route.Nobody(address, "This mailbox takes no mail");
    }

    private static Route nobody(Address address) {
        return new Route.Nobody(address, "No such mailbox here");
    }

    private Optional<Entry> entry(Address address) throws MailException {
        Optional<Entry> exact = accounts.entry(address);
        if (exact.isPresent()) {
            return exact;
        }
        String local = address.localPart();
        for (int i = 1; i < local.length(); i++) {
            if (separators.indexOf(local.charAt(i)) >= 0) {
                return accounts.entry(new Address(local.substring(0, i), address.domain()));
            }
        }
        return exact;
    }

    private Route postmaster(Address address) throws MailException {
        for (String domain : directory.domains().stream().sorted().toList()) {
            Optional<Entry> entry = accounts.entry(new Address(POSTMASTER, domain));
            if (entry.isPresent()) {
                return route(address, entry.get());
            }
        }
        return nobody(address);
    }

    @Override
    public List<Route> resolve(Address address) throws MailException {
        List<Route> ends = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        Deque<Address> open = new ArrayDeque<>(List.of(address));
        seen.add(key(address));
        int steps = 0;
        while (!open.isEmpty()) {
            Route route = route(open.poll());
            if (++steps > MAX_STEPS || ends.size() > MAX_ENDS) {
                throw new MailException(
                        MailException.Kind.PERMANENT, new Status(5, 2, 4), address + " stands for too many addresses");
            }
            if (route instanceof Route.Alias alias) {
                alias.targets().stream().filter(target -> seen.add(key(target))).forEach(open::add);
            } else if (!(route instanceof Route.Mailbox mailbox)
                    || seen.add(mailbox.account().id())) {
                ends.add(route);
            }
        }
        return ends.isEmpty() ? List.of(new Route.Nobody(address, "This alias leads nowhere")) : List.copyOf(ends);
    }

    /** Local parts that differ in case alone are the same to us. */
    private static Address key(Address address) {
        return new Address(address.localPart().toLowerCase(Locale.ROOT), address.domain());
    }
}
