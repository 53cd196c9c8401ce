package org.posthouse.core.router;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Forward;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router.Explanation;

/**
 * Where mail for one address ends, and how it comes there: aliases, catch-alls and forwards are followed, depth first, each address and
 * each account once. What leads back to itself is not followed again; where nothing but that is left, mail is not lost in silence: such
 * an address is nobody.
 */
final class Walk {
    /** Most ends of one address. */
    private static final int MAX_ENDS = 1000;
    /** Most addresses that are met on the way to them. */
    private static final int MAX_STEPS = 10_000;
    /** Most aliases and forwards one behind the other. */
    private static final int MAX_DEPTH = 50;

    /** Mailing list expansion problem, RFC 3463 §3.3. */
    private static final Status TOO_MANY = new Status(5, 2, 4);

    private final Lookup lookup;
    private final Address asked;
    private final List<Route> ends = new ArrayList<>();
    private final List<Explanation> story = new ArrayList<>();
    private final Set<Address> met = new HashSet<>();
    private final Set<Address> path = new HashSet<>();
    private final Leads leads = new Leads();

    private Walk(Lookup lookup, Address asked) {
        this.lookup = lookup;
        this.asked = asked;
    }

    static Walk from(Address asked, Lookup lookup) throws MailException {
        Walk walk = new Walk(lookup, asked);
        walk.follow(asked, 0);
        walk.leads.settle();
        for (Address lost : walk.leads.losses(key(asked))) {
            walk.add(new Route.Nobody(lost, Status.ROUTING_LOOP, "Mail for this address goes in a circle"));
        }
        return walk;
    }

    /** At least one. */
    List<Route> ends() {
        return List.copyOf(ends);
    }

    List<Explanation> story() {
        return story.stream().map(this::whole).toList();
    }

    /** With what is known only at the end. */
    private Explanation whole(Explanation step) {
        boolean lost = !step.targets().isEmpty() && leads.lost(key(step.address()));
        return lost
                ? new Explanation(
                        step.depth(),
                        step.address(),
                        step.kind(),
                        step.why() + "; it goes in a circle: mail for it is refused",
                        step.targets())
                : step;
    }

    private void follow(Address address, int depth) throws MailException {
        if (isNew(address, depth)) {
            path.add(key(address));
            if (depth > MAX_DEPTH) {
                tell(depth, address, "loop", "not followed: it is behind " + MAX_DEPTH + " others", List.of());
                Route tooFar =
                        new Route.Nobody(address, Status.ROUTING_LOOP, "Mail for this address is sent on too often");
                end(address, tooFar);
            } else {
                take(address, lookup.of(address), depth);
            }
            path.remove(key(address));
        }
    }

    private void take(Address address, Step step, int depth) throws MailException {
        if (step.owner().isEmpty()) {
            arrive(address, step, depth);
            return;
        }
        Address owner = step.owner().get();
        tell(depth, address, "subaddress", "subaddress of " + owner, List.of(owner));
        leads.lead(key(address), key(owner));
        if (isNew(owner, depth + 1)) {
            path.add(key(owner));
            arrive(owner, step, depth + 1);
            path.remove(key(owner));
        }
    }

    private void arrive(Address here, Step step, int depth) throws MailException {
        Route route = step.route();
        if (route instanceof Route.Alias alias) {
            tell(depth, here, step.kind(), step.why(), alias.targets());
            followAll(here, alias.targets(), depth + 1);
        } else if (route instanceof Route.Forwarded forwarded) {
            if (isNew(here, forwarded.account(), depth)) {
                forward(forwarded, step, depth);
            }
        } else if (!(route instanceof Route.Mailbox mailbox) || isNew(here, mailbox.account(), depth)) {
            tell(depth, here, step.kind(), step.why(), List.of());
            end(here, route);
        }
    }

    private void forward(Route.Forwarded forwarded, Step step, int depth) throws MailException {
        Account account = forwarded.account();
        Address main = account.address();
        Forward forward = account.forward().orElseThrow();
        tell(depth, main, step.kind(), step.why(), forward.targets());
        if (forward.keepCopy()) {
            tell(depth + 1, main, "copy", "mailbox of " + main, List.of());
            end(main, new Route.Mailbox(forwarded.address(), account));
        }
        path.add(key(main));
        followAll(main, forward.targets(), depth + 1);
        path.remove(key(main));
    }

    private void followAll(Address from, List<Address> targets, int depth) throws MailException {
        for (Address target : targets) {
            leads.lead(key(from), key(target));
            follow(target, depth);
        }
    }

    /** An account is met by its main address, also where it was found by another: as the postmaster of the whole house. */
    private boolean isNew(Address found, Account account, int depth) throws MailException {
        Address main = account.address();
        if (key(found).equals(key(main))) {
            return true;
        }
        leads.lead(key(found), key(main));
        return isNew(main, depth);
    }

    private boolean isNew(Address address, int depth) throws MailException {
        if (met.add(key(address))) {
            return true;
        }
        if (path.contains(key(address))) {
            tell(depth, address, "loop", "leads back to itself: not followed again", List.of());
        } else {
            tell(depth, address, "again", "met before: mail goes there once", List.of());
        }
        return false;
    }

    private void end(Address here, Route route) throws MailException {
        leads.end(key(here));
        if (route instanceof Route.Mailbox mailbox) {
            leads.end(key(mailbox.account().address()));
        }
        add(route);
    }

    private void add(Route route) throws MailException {
        ends.add(route);
        if (ends.size() > MAX_ENDS) {
            throw tooMany();
        }
    }

    private void tell(int depth, Address address, String kind, String why, List<Address> targets) throws MailException {
        story.add(new Explanation(depth, address, kind, why, targets));
        if (story.size() > MAX_STEPS) {
            throw tooMany();
        }
    }

    private MailException tooMany() {
        return new MailException(MailException.Kind.PERMANENT, TOO_MANY, asked + " stands for too many addresses");
    }

    /** Local parts that differ in case alone are the same to us. */
    private static Address key(Address address) {
        return new Address(address.localPart().toLowerCase(Locale.ROOT), address.domain());
    }
}
