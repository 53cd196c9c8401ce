package org.posthouse.core.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Forward;
import org.posthouse.api.mail.AccountId;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Route;
import org.posthouse.api.route.Router;

/** Knows kate@ and ron@ of school.edu, staff@ who is both, head@ who is kate, lost@ who is an alias of nobody, and postmaster. */
final class FakeRouter implements Router {
    static final AccountId KATE = new AccountId("kate");
    static final AccountId RON = new AccountId("ron");
    boolean away;
    /** Accounts whose mail goes on, without a copy. */
    final Map<String, String> forwards = new HashMap<>();

    private final Map<String, List<String>> aliases = new HashMap<>();

    FakeRouter() {
        aliases.put("staff@school.edu", List.of("kate@school.edu", "ron@school.edu"));
        aliases.put("head@school.edu", List.of("kate@school.edu"));
        aliases.put("lost@school.edu", List.of("gone@school.edu"));
        aliases.put("postmaster", List.of("kate@school.edu"));
    }

    static Address address(String text) {
        return text.equalsIgnoreCase("postmaster")
                ? new Address(text, "")
                : Address.parse(text).orElseThrow();
    }

    @Override
    public Route route(Address address) throws MailException {
        if (away) {
            throw MailException.notNow("the directory is away");
        }
        String name = address.toString();
        if (!ours(address.domain())) {
            return new Route.Remote(address);
        }
        if (aliases.containsKey(name)) {
            return new Route.Alias(
                    address, aliases.get(name).stream().map(FakeRouter::address).toList());
        }
        if (forwards.containsKey(name)) {
            Forward forward = new Forward(List.of(address(forwards.get(name))), false);
            AccountId id = new AccountId(address.localPart());
            return new Route.Forwarded(
                    address, Account.builder(id, address).forward(forward).build());
        }
        boolean known = name.equals("kate@school.edu") || name.equals("ron@school.edu");
        return known
                ? new Route.Mailbox(
                        address,
                        Account.builder(new AccountId(address.localPart()), address)
                                .build())
                : new Route.Nobody(address, "No such mailbox here");
    }

    @Override
    public List<Route> resolve(Address address) throws MailException {
        List<Route> ends = new ArrayList<>();
        Route route = route(address);
        if (route instanceof Route.Alias alias) {
            for (Address target : alias.targets()) {
                ends.addAll(resolve(target));
            }
        } else if (route instanceof Route.Forwarded forwarded) {
            ends.addAll(resolve(
                    forwarded.account().forward().orElseThrow().targets().get(0)));
        } else {
            ends.add(route);
        }
        return ends;
    }

    @Override
    public List<Explanation> explain(Address address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean ours(String domain) {
        return domain.isEmpty() || domain.equals("school.edu");
    }
}
