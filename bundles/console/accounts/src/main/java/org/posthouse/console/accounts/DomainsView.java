package org.posthouse.console.accounts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Order;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Section;
import org.posthouse.spi.console.Visit;

/** Our domains, each with its catch-all. */
final class DomainsView {
    private final House house;

    DomainsView(House house) {
        this.house = house;
    }

    void write(Html html, Visit visit) throws MailException {
        Views.begin(html, "Domains");
        Section.write(html, "domains", "Domains", inner -> table(inner, visit.token()));
        Section.write(html, "add", "New domain", inner -> Form.post(inner, "new", visit.token())
                .hidden("action", "domain")
                .field("id", "Name of the domain", "", "required", "", "autocomplete", "off")
                .end("Add"));
        Section.write(html, "catchall", "Catch-all", inner -> catchAll(inner, visit));
    }

    private void table(Html html, String token) throws MailException {
        TreeSet<String> domains = new TreeSet<>(house.directory().domains());
        if (domains.isEmpty()) {
            html.element("p", "There are no domains.");
            return;
        }
        Rows rows = new Rows(html, "Domains", "Domain", "Accounts", "Aliases", "Catch-all", "Orders");
        for (String domain : domains) {
            int accounts =
                    house.directory().search(Optional.of(domain), "", 0, 0).all();
            List<Address> others = house.directory().targets(new Address("*", domain));
            int named = house.directory()
                            .searchAliases(Optional.of(domain), "", 0, 0)
                            .all()
                    - (others.isEmpty() ? 0 : 1);
            rows.begin()
                    .link(domain, Views.to("", "domain", domain))
                    .figure(accounts)
                    .figure(named)
                    .cell(others.stream().map(Address::toString).collect(Collectors.joining(", ")));
            if (accounts > 0) {
                rows.cell("");
            } else {
                rows.orders(
                        token,
                        "id",
                        domain,
                        List.of(Order.of("undomain", "remove", "Remove " + domain)
                                .asking("Give up " + domain + ", and its aliases with it?")));
            }
            rows.end();
        }
        rows.close();
    }

    private void catchAll(Html html, Visit visit) throws MailException {
        Map<String, String> domains = new TreeSet<>(house.directory().domains())
                .stream().collect(Collectors.toMap(each -> each, each -> each, (a, b) -> a, java.util.TreeMap::new));
        if (domains.isEmpty()) {
            html.element("p", "It needs a domain.");
            return;
        }
        html.element("p", "Mail for addresses of the domain that are nobody's goes there.");
        Form.post(html, "catch", visit.token())
                .hidden("action", "catchall")
                .choice("id", "Domain", domains, "")
                .area("targets", "Addresses, one in each line; empty: such mail is refused", "", 2)
                .end("Save");
    }
}
