package org.posthouse.console.accounts;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Forward;
import org.posthouse.api.account.NewAccount;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.page.Kept;
import org.posthouse.lib.page.Links;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** Makes, changes and removes accounts. The parameter {@code id} is the account's address. */
final class AccountOrders {
    private final House house;
    private final Kept<Draft> drafts;

    AccountOrders(House house, Kept<Draft> drafts) {
        this.house = house;
        this.drafts = drafts;
    }

    /** What was typed is there again if it is refused, but for the password. */
    Said create(Visit visit) {
        try {
            return made(visit);
        } catch (MailException e) {
            Draft draft = new Draft(
                    visit.parameter("id"),
                    visit.parameter("fullname"),
                    visit.parameter("quota"),
                    visit.parameter("messages"),
                    Typed.protocols(visit),
                    Typed.ticked(visit, "enabled"),
                    Typed.ticked(visit, "administrator"));
            return Said.notDone("Not done: " + e.getMessage()).then(Links.here(Draft.PARAMETER, drafts.keep(draft)));
        }
    }

    private Said made(Visit visit) throws MailException {
        Address address = Typed.address(visit.parameter("id"));
        OptionalLong quota = Typed.quota(visit);
        OptionalLong messages = Typed.quotaMessages(visit);
        char[] password = Typed.password(visit);
        NewAccount account = new NewAccount(
                address,
                visit.parameter("fullname").strip(),
                Optional.of(password),
                Optional.empty(),
                quota,
                Typed.protocols(visit),
                Typed.ticked(visit, "enabled"),
                Typed.ticked(visit, "administrator"));
        try {
            house.directory().add(List.of(account));
        } finally {
            Arrays.fill(password, '\0');
            account.wipe();
        }
        return limited(address, messages).then(at(address));
    }

    /** What it may keep besides octets is said of an account that is there. */
    private Said limited(Address address, OptionalLong messages) {
        try {
            if (messages.isPresent()) {
                Account account = house.account(address);
                house.directory()
                        .change(account.change()
                                .quotaMessages(messages.getAsLong())
                                .build());
            }
            return Said.done(address + " is there.");
        } catch (MailException e) {
            return Said.notDone(address + " is there, but may keep any number of messages: " + e.getMessage());
        }
    }

    Said change(Visit visit) throws MailException {
        Account account = account(visit);
        boolean enabled = Typed.ticked(visit, "enabled");
        boolean administrator = Typed.ticked(visit, "administrator");
        if (isOwn(visit, account) && !(enabled && administrator)) {
            return Said.notDone(
                    "Nothing was changed: you are logged in with this account, and would lock yourself out.");
        }
        Account.Builder changed = account.change()
                .name(visit.parameter("fullname").strip())
                .enabled(enabled)
                .administrator(administrator)
                .protocols(Typed.protocols(visit));
        Typed.quota(visit).ifPresentOrElse(changed::quota, changed::unlimited);
        Typed.quotaMessages(visit).ifPresentOrElse(changed::quotaMessages, changed::unlimitedMessages);
        house.directory().change(changed.build());
        return Said.done(account.address() + " is changed.").then(at(account.address()));
    }

    Said password(Visit visit) throws MailException {
        Address address = account(visit).address();
        char[] password = Typed.password(visit);
        try {
            house.directory().setPassword(address, password);
        } finally {
            Arrays.fill(password, '\0');
        }
        return Said.done("The password of " + address + " is changed.").then(at(address));
    }

    Said rename(Visit visit) throws MailException {
        Account account = account(visit);
        Address to = Typed.address(visit.parameter("to"));
        house.directory().rename(account, to, Typed.ticked(visit, "keep"));
        return Said.done(account.address() + " is now " + to + ".").then(at(to));
    }

    Said remove(Visit visit) throws MailException {
        Account account = account(visit);
        if (isOwn(visit, account)) {
            return Said.notDone("Nothing was removed: you are logged in with this account.");
        }
        if (!visit.parameter("confirm")
                .strip()
                .equalsIgnoreCase(account.address().toString())) {
            return Said.notDone("Nothing was removed: to remove it, type " + account.address() + ".");
        }
        boolean keep = Typed.ticked(visit, "keep");
        house.directory().remove(account.address(), keep);
        return Said.done(account.address() + " is gone, its mail " + (keep ? "is kept." : "too."))
                .then("?");
    }

    Said forward(Visit visit) throws MailException {
        Account account = account(visit);
        List<Address> targets = Typed.addresses(visit.parameter("targets"));
        boolean copy = Typed.ticked(visit, "copy");
        house.directory()
                .change(account.change().forward(new Forward(targets, copy)).build());
        return Said.done("Mail for " + account.address() + " goes on to "
                        + targets.stream().map(Address::toString).collect(Collectors.joining(", "))
                        + (copy ? ", and a copy stays." : "."))
                .then(at(account.address()));
    }

    Said stay(Visit visit) throws MailException {
        Account account = account(visit);
        house.directory().change(account.change().noForward().build());
        return Said.done("Mail for " + account.address() + " stays with it.").then(at(account.address()));
    }

    private Account account(Visit visit) throws MailException {
        return house.account(Typed.address(visit.parameter("id")));
    }

    private static boolean isOwn(Visit visit, Account account) {
        return visit.administrator().equalsIgnoreCase(account.address().toString());
    }

    static String at(Address account) {
        return Links.here("account", account.toString());
    }
}
