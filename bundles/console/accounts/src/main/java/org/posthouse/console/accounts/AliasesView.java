package org.posthouse.console.accounts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthouse.api.account.ListedAliases;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Order;
import org.posthouse.lib.page.Paging;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Section;
import org.posthouse.spi.console.Visit;

/** Addresses that stand for others. */
final class AliasesView {
    private static final int SIZE = 50;

    private final House house;

    AliasesView(House house) {
        this.house = house;
    }

    void write(Html html, Visit visit) {
        Views.begin(html, "Aliases");
        String text = visit.parameter("q");
        html.open("section", "aria-label", "which aliases");
        Form.search(html, "search")
                .field("q", "Alias or target", text, "type", "search")
                .end("Search");
        html.close();
        Section.write(html, "aliases", "Aliases", inner -> table(inner, visit, text));
        Section.write(html, "add", "New alias", inner -> Form.post(inner, "new", visit.token())
                .hidden("action", "alias")
                .field("id", "Alias", "", "required", "", "autocomplete", "off")
                .area("targets", "Stands for, one in each line", "", 3)
                .tick("replace", "instead of what it has stood for", false)
                .end("Add"));
    }

    private void table(Html html, Visit visit, String text) throws MailException {
        String page = visit.parameter("page");
        int asked = page.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(page) : 1;
        ListedAliases listed = search(text, asked);
        Paging paging = new Paging(asked, SIZE, listed.all());
        if (paging.page() != asked) {
            listed = search(text, paging.page());
        }
        if (listed.all() == 0) {
            html.element("p", text.isBlank() ? "There are no aliases." : "No alias has '" + text + "' in it.");
            return;
        }
        Rows rows = new Rows(html, "Aliases", "Alias", "Stands for", "Orders");
        for (Map.Entry<Address, List<Address>> each : listed.aliases().entrySet()) {
            rows.begin()
                    .address(each.getKey())
                    .cell(each.getValue().stream().map(Address::toString).collect(Collectors.joining(", ")))
                    .orders(
                            visit.token(),
                            "id",
                            each.getKey().toString(),
                            List.of(Order.of("unalias", "remove", "Remove " + each.getKey())
                                    .asking("Remove the alias " + each.getKey() + "?")))
                    .end();
        }
        rows.close();
        paging.write(html, "q", text);
    }

    private ListedAliases search(String text, int page) throws MailException {
        return house.directory().searchAliases(Optional.empty(), text, (page - 1) * SIZE, SIZE);
    }
}
