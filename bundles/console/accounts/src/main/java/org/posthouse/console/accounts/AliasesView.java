package org.posthouse.console.accounts;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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
        Form.search(html, "search")
                .field("q", "Alias or target", text, "type", "search")
                .end("Search");
        Section.write(html, "aliases", "Aliases", inner -> table(inner, visit, text));
        Section.write(html, "add", "New alias", inner -> Form.post(inner, "new", visit.token())
                .hidden("action", "alias")
                .field("id", "Alias", "", "required", "", "autocomplete", "off")
                .area("targets", "Stands for, one in each line", "", 3)
                .tick("replace", "instead of what it has stood for", false)
                .end("Add"));
    }

    private void table(Html html, Visit visit, String text) throws MailException {
        String part = text.strip().toLowerCase(Locale.ROOT);
        List<Map.Entry<Address, List<Address>>> fitting = house.directory().aliases().entrySet().stream()
                .filter(each -> (each.getKey() + " " + each.getValue())
                        .toLowerCase(Locale.ROOT)
                        .contains(part))
                .toList();
        if (fitting.isEmpty()) {
            html.element("p", part.isEmpty() ? "There are no aliases." : "No alias has '" + text + "' in it.");
            return;
        }
        Paging paging = Paging.of(visit.parameter("page"), SIZE, fitting.size());
        Rows rows = new Rows(html, "Aliases", "Alias", "Stands for", "Orders");
        for (Map.Entry<Address, List<Address>> each : paging.of(fitting)) {
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
}
