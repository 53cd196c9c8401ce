package org.posthouse.core.accounts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Forward;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.spi.directory.DirectoryOp;

/** The aliases and forwards of ours that name an address: their mail would be lost if nobody had it any more. */
record Followers(Address named, Map<Address, List<Address>> aliases, List<Account> forwarded) {
    /** Most that a refusal names. */
    private static final int MOST_NAMED = 10;

    /** Of all domains; the account itself is none of them. */
    static Followers of(Account account, Directories directories) throws MailException {
        Address named = account.address();
        Map<Address, List<Address>> aliases = new LinkedHashMap<>();
        List<Account> forwarded = new ArrayList<>();
        for (String domain : directories.domains()) {
            directories.at(domain, directory -> directory.aliases(domain)).forEach((alias, targets) -> {
                if (has(targets, named)) {
                    aliases.put(alias, targets);
                }
            });
            for (Account other : directories.at(domain, directory -> directory.accounts(domain))) {
                boolean follows = other.forward()
                        .filter(forward -> has(forward.targets(), named))
                        .isPresent();
                if (follows && !other.id().equals(account.id())) {
                    forwarded.add(other);
                }
            }
        }
        return new Followers(named, aliases, forwarded);
    }

    /** Whether one of the targets is this address; local parts compare without case. */
    static boolean has(List<Address> targets, Address address) {
        return targets.stream().anyMatch(target -> same(target, address));
    }

    private static boolean same(Address one, Address other) {
        return one.domain().equals(other.domain()) && one.localPart().equalsIgnoreCase(other.localPart());
    }

    /** What makes them name another address instead. */
    List<DirectoryOp> lead(Address to) {
        List<DirectoryOp> steps = new ArrayList<>();
        aliases.forEach((alias, targets) -> steps.add(new DirectoryOp.PutAlias(alias, instead(targets, to))));
        for (Account account : forwarded) {
            Forward forward = account.forward().orElseThrow();
            steps.add(new DirectoryOp.ChangeAccount(account.change()
                    .forward(new Forward(instead(forward.targets(), to), forward.keepCopy()))
                    .build()));
        }
        return steps;
    }

    private List<Address> instead(List<Address> targets, Address to) {
        return targets.stream()
                .map(target -> same(target, named) ? to : target)
                .distinct()
                .toList();
    }

    List<Address> addresses() {
        return Stream.concat(aliases.keySet().stream(), forwarded.stream().map(Account::address))
                .toList();
    }

    /** Some of these addresses, as a sentence has them. */
    static String words(List<Address> addresses) {
        String some =
                addresses.stream().limit(MOST_NAMED).map(Address::toString).collect(Collectors.joining(", "));
        int more = addresses.size() - MOST_NAMED;
        return more > 0 ? some + " and " + more + " more" : some;
    }
}
