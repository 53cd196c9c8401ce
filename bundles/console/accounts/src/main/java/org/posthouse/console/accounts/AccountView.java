package org.posthouse.console.accounts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Forward;
import org.posthouse.api.account.Quota;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.store.MailStore.Usage;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Order;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Section;
import org.posthouse.lib.page.Words;
import org.posthouse.spi.console.Visit;

/** All about one account, and changing it. */
final class AccountView {
    private final House house;

    AccountView(House house) {
        this.house = house;
    }

    void write(Html html, Visit visit) throws MailException {
        Optional<Address> address = Address.parse(visit.parameter("account"));
        Optional<Account> found =
                address.isEmpty() ? Optional.empty() : house.directory().find(address.get());
        if (found.isEmpty()) {
            Views.begin(html, visit.parameter("account"))
                    .element("p", "There is no such account, or it has been removed or renamed.", "class", "said bad");
            return;
        }
        Account account = found.get();
        String token = visit.token();
        Views.begin(html, account.address().toString());
        Section.write(html, "state", "State", inner -> state(inner, account, token));
        Section.write(html, "change", "Change", inner -> change(inner, account, token));
        Section.write(html, "addresses", "Further addresses", inner -> addresses(inner, account, token));
        Section.write(html, "forward", "Forward", inner -> forward(inner, account, token));
        Section.write(html, "password", "Password", inner -> password(inner, account, token));
        Section.write(html, "rename", "Rename", inner -> rename(inner, account, token));
        Section.write(html, "remove", "Remove", inner -> remove(inner, account, token));
    }

    private void state(Html html, Account account, String token) throws MailException {
        Usage usage = house.store().usage(account.id());
        html.open("dl", "class", "facts");
        fact(html, "Name", account.name().isEmpty() ? "none" : account.name());
        fact(html, "State", ListView.state(account));
        fact(html, "Used", Room.of(account, usage).whole());
        fact(
                html,
                "Protocols",
                account.protocols().isEmpty() ? "none" : String.join(", ", new TreeSet<>(account.protocols())));
        fact(html, "Forward", account.forward().map(AccountView::words).orElse("none"));
        fact(html, "Last login", account.lastLogin().map(Words::time).orElse("never"));
        html.close()
                .open("p")
                .link(
                        "What becomes of mail for it",
                        Views.to("explain", "address", account.address().toString()))
                .close();
        Form.orders(
                html,
                token,
                "id",
                account.address().toString(),
                List.of(Order.of("recount", "Count anew", "Count the messages of " + account.address() + " anew")));
    }

    private static String words(Forward forward) {
        return join(forward.targets()) + (forward.keepCopy() ? ", and a copy stays" : ", and nothing stays");
    }

    private static String join(List<Address> addresses) {
        return addresses.stream().map(Address::toString).collect(Collectors.joining(", "));
    }

    private static void fact(Html html, String name, Object value) {
        html.element("dt", name).element("dd", value);
    }

    private static Form form(Html html, String id, Account account, String token, String action) {
        return Form.post(html, id, token)
                .hidden("action", action)
                .hidden("id", account.address().toString());
    }

    private static void change(Html html, Account account, String token) {
        Form form = form(html, "set", account, token, "change")
                .field("fullname", "Name of the person", account.name(), "autocomplete", "off");
        ListView.limits(
                form,
                account.quota().isEmpty() ? "" : Quota.write(account.quota()),
                account.quotaMessages().isEmpty()
                        ? ""
                        : Long.toString(account.quotaMessages().getAsLong()));
        ListView.rights(form, account.protocols(), account.enabled(), account.administrator());
        form.end("Save");
    }

    private void addresses(Html html, Account account, String token) throws MailException {
        Map<Address, List<Address>> its = new LinkedHashMap<>();
        for (Address alias : house.directory().aliasesOf(account.address())) {
            its.put(alias, house.directory().targets(alias));
        }
        if (its.isEmpty()) {
            html.element("p", "No other address leads to it.");
        } else {
            Rows rows = new Rows(html, "Further addresses", "Address", "Leads to", "Orders");
            its.forEach((alias, targets) -> rows.begin()
                    .cell(alias.localPart().equals("*") ? alias + " (catch-all)" : alias)
                    .cell(join(targets))
                    .orders(
                            token,
                            "id",
                            alias + " " + account.address(),
                            List.of(Order.of("release", "remove", "Let " + alias + " lead here no more")
                                    .asking("Let " + alias + " lead to " + account.address() + " no more?")))
                    .end());
            rows.close();
        }
        Form.post(html, "alias", token)
                .hidden("action", "alias")
                .hidden("targets", account.address().toString())
                .hidden("account", account.address().toString())
                .field("id", "Another address for it", "", "type", "email", "required", "", "autocomplete", "off")
                .end("Add");
    }

    private static void forward(Html html, Account account, String token) {
        List<Address> targets = account.forward().map(Forward::targets).orElse(List.of());
        boolean copy = account.forward().map(Forward::keepCopy).orElse(true);
        String lines = targets.stream().map(Address::toString).collect(Collectors.joining("\n"));
        form(html, "forwarding", account, token, "forward")
                .area(
                        "targets",
                        "Its mail goes on to, one in each line",
                        lines,
                        Math.max(2, Math.min(12, targets.size() + 1)))
                .tick("copy", "a copy stays with it", copy)
                .end("Forward");
        if (account.forward().isPresent()) {
            Form.orders(
                    html,
                    token,
                    "id",
                    account.address().toString(),
                    List.of(Order.of("stay", "Do not forward", "Do not forward mail of " + account.address())));
        }
    }

    private static void password(Html html, Account account, String token) {
        Form form = form(html, "secret", account, token, "password")
                .whose(account.address().toString());
        ListView.secrets(form);
        form.end("Set password");
    }

    private static void rename(Html html, Account account, String token) {
        form(html, "renaming", account, token, "rename")
                .field("to", "New address; mail, aliases and forwards follow", "", "type", "email", "required", "")
                .tick("keep", "the former address stays, as an alias", true)
                .end("Rename");
    }

    private static void remove(Html html, Account account, String token) {
        html.element("p", "Its mail is gone for good, unless it is kept. To be sure, type the account's address.");
        Form form = form(html, "removal", account, token, "remove")
                .field("confirm", "Address of the account", "", "required", "", "autocomplete", "off")
                .tick("keep", "keep its mail in the store", false);
        html.element("button", "Remove the account", "class", "grave");
        form.end();
    }
}
