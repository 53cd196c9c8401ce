package org.posthouse.core.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Entry;
import org.posthouse.api.account.Logins.Held;
import org.posthouse.api.account.Logins.Step;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;

/** The questions a login is decided by, each with its answer in a sentence. */
final class Examination {
    private final Directories directories;
    private final List<Step> steps = new ArrayList<>();

    Examination(Directories directories) {
        this.directories = directories;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Who that is, and which directory says so. */
    Optional<Account> account(Optional<Address> name) throws MailException {
        if (name.isEmpty()) {
            no("directory", "the name is no mail address, and there is no default domain to add");
            return Optional.empty();
        }
        Address address = name.get();
        Optional<String> directory = directories.nameOf(address.domain());
        if (directory.isEmpty()) {
            no("directory", "no directory has the domain " + address.domain());
            return Optional.empty();
        }
        yes("directory", directory.get() + " has the domain " + address.domain());
        Optional<Entry> entry = directories.entry(address);
        if (entry.isPresent() && entry.get() instanceof Entry.Person person) {
            yes("account", address + " is the account " + person.account().id());
            return Optional.of(person.account());
        }
        no(
                "account",
                entry.isPresent()
                        ? address + " is an alias: who logs in gives the address of his account"
                        : "there is no account " + address);
        return Optional.empty();
    }

    void password(boolean right) {
        add("password", right, right ? "it is right" : "it is wrong");
    }

    void enabled(Account account) {
        add("enabled", account.enabled(), account.enabled() ? "the account is enabled" : "the account is disabled");
    }

    void protocol(String protocol, boolean may) {
        String not = may ? "" : "not ";
        add(
                "protocol",
                may,
                protocol.equals("console")
                        ? "the account is " + not + "an administrator's"
                        : "the account may " + not + "be used by " + protocol);
    }

    /** Whether failed logins under this name hold him up; those from where he comes are not known. */
    void waiting(Address address, List<Held> held) {
        String name = address.toString().toLowerCase(Locale.ROOT);
        Optional<Held> his =
                held.stream().filter(each -> each.name().equals(name)).findFirst();
        add(
                "waiting",
                his.isEmpty(),
                his.map(each -> each.failures() + " failed logins under this name make further ones wait"
                                + (each.network().isEmpty() ? "" : " from " + each.network()))
                        .orElse("no failed logins make him wait"));
    }

    private void yes(String question, String finding) {
        add(question, true, finding);
    }

    private void no(String question, String finding) {
        add(question, false, finding);
    }

    private void add(String question, boolean passed, String finding) {
        steps.add(new Step(question, passed, finding));
    }
}
