package org.posthouse.console.accounts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.posthouse.api.account.Account;
import org.posthouse.api.account.Listed;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Kept;
import org.posthouse.lib.page.Paging;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Section;
import org.posthouse.lib.page.Words;
import org.posthouse.spi.console.Visit;

/** Accounts, a page at a time, however many there are; and a form for a new one. */
final class ListView {
    private static final int SIZE = 50;

    private final House house;
    private final Kept<Draft> drafts;

    ListView(House house, Kept<Draft> drafts) {
        this.house = house;
        this.drafts = drafts;
    }

    void write(Html html, Visit visit) throws MailException {
        Views.begin(html, "Accounts");
        Map<String, String> domains = new LinkedHashMap<>();
        domains.put("", "all domains");
        new TreeSet<>(house.directory().domains()).forEach(each -> domains.put(each, each));
        String text = visit.parameter("q");
        String domain = visit.parameter("domain");
        html.open("section", "aria-label", "which accounts");
        Form.search(html, "search")
                .field("q", "Address or name", text, "type", "search")
                .choice("domain", "Domain", domains, domain)
                .end("Search");
        html.close();
        Section.write(html, "accounts", "Accounts", inner -> table(inner, text, domain, visit.parameter("page")));
        Section.write(html, "create", "New account", inner -> create(inner, visit));
    }

    private void table(Html html, String text, String domain, String page) throws MailException {
        Optional<String> within = Optional.of(domain).filter(each -> !each.isEmpty());
        int asked = page.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(page) : 1;
        Listed listed = house.directory().search(within, text, (asked - 1) * SIZE, SIZE);
        Paging paging = new Paging(asked, SIZE, listed.all());
        if (paging.page() != asked) {
            listed = house.directory().search(within, text, (paging.page() - 1) * SIZE, SIZE);
        }
        if (listed.all() == 0) {
            html.element(
                    "p", text.isEmpty() ? "There are no accounts." : "No address or name has '" + text + "' in it.");
            return;
        }
        Rows rows = Rows.wide(html, "Accounts", "Address", "Name", "State", "Used", "Last login", "Protocols");
        for (Account each : listed.accounts()) {
            rows.begin()
                    .cell(part -> part.open("a", "href", Views.to(each.address()))
                            .address(each.address())
                            .close())
                    .cell(each.name())
                    .badge(state(each), each.enabled() ? "good" : "plain");
            used(rows, each)
                    .number(each.lastLogin().map(Words::time).orElse("never"))
                    .cell(String.join(", ", new TreeSet<>(each.protocols())))
                    .end();
        }
        rows.close();
        paging.write(html, "q", text, "domain", domain);
    }

    /** Of the quota, and what is nearly full stands out. */
    private Rows used(Rows rows, Account account) {
        try {
            Room room = Room.of(account, house.store().usage(account.id()));
            String grade = room.grade();
            return grade.isEmpty() ? rows.number(room.words()) : rows.badge(room.words(), grade);
        } catch (MailException e) {
            return rows.cell("not known now");
        }
    }

    static String state(Account account) {
        return (account.enabled() ? "enabled" : "disabled") + (account.administrator() ? ", administrator" : "");
    }

    private void create(Html html, Visit visit) throws MailException {
        if (house.directory().domains().isEmpty()) {
            html.element("p", "An account needs a domain: add one first.")
                    .open("p")
                    .link("Domains", Views.to("domains"))
                    .close();
            return;
        }
        Draft draft = drafts.find(visit.parameter(Draft.PARAMETER)).orElse(Draft.EMPTY);
        Form form = Form.post(html, "new", visit.token())
                .hidden("action", "create")
                .field("id", "Address", draft.address(), "type", "email", "required", "", "autocomplete", "off")
                .field("fullname", "Name of the person", draft.name(), "autocomplete", "off");
        secrets(form);
        limits(form, draft.quota(), draft.quotaMessages());
        rights(form, draft.protocols(), draft.enabled(), draft.administrator());
        form.end("Create");
    }

    /** How much it may keep. */
    static void limits(Form form, String quota, String messages) {
        form.field("quota", "Quota, as 500M or 1G; empty: none", quota, "autocomplete", "off")
                .field("messages", "Most messages; empty: any number", messages, "inputmode", "numeric");
    }

    /** What it may do. */
    static void rights(Form form, Set<String> protocols, boolean enabled, boolean administrator) {
        form.group("This account", group -> {
            group.tick("enabled", "is enabled: logs in and takes mail", enabled);
            group.tick("administrator", "is an administrator of this server", administrator);
            for (String protocol : new TreeSet<>(Account.ALL_PROTOCOLS)) {
                group.tick(protocol, "may use " + protocol, protocols.contains(protocol));
            }
        });
    }

    /** A new password, twice. */
    static void secrets(Form form) {
        form.field("password", "Password", "", "type", "password", "autocomplete", "new-password", "required", "")
                .field(
                        "again",
                        "The same again",
                        "",
                        "type",
                        "password",
                        "autocomplete",
                        "new-password",
                        "required",
                        "");
    }
}
