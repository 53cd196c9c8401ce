package org.posthouse.console.accounts;

import java.util.List;
import org.posthouse.api.mail.Address;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;

/** The parts of the page, and how they lead to each other. */
final class Views {
    private static final List<List<String>> ALL = List.of(
            List.of("Accounts", ""),
            List.of("Domains", "domains"),
            List.of("Aliases", "aliases"),
            List.of("What becomes of mail", "explain"),
            List.of("Store", "store"));

    private Views() {}

    /** The heading, and links to the others. */
    static Html begin(Html html, String title) {
        html.element("h1", title).open("nav", "class", "views", "aria-label", "parts of this page");
        ALL.forEach(each -> {
            if (each.get(0).equals(title)) {
                html.element("a", each.get(0), "href", to(each.get(1)), "aria-current", "page");
            } else {
                html.link(each.get(0), to(each.get(1)));
            }
            html.text(" ");
        });
        return html.close();
    }

    /** One of the parts, with parameters in turn. */
    static String to(String view, String... parameters) {
        return Links.to(AccountsPage.PATH + (view.isEmpty() ? "" : "/" + view), parameters);
    }

    /** An account's own page. */
    static String to(Address account) {
        return to("", "account", account.toString());
    }
}
