package org.posthouse.console.accounts;

import java.util.List;
import java.util.TreeSet;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Router.Explanation;
import org.posthouse.api.route.Way;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Section;
import org.posthouse.spi.console.Visit;

/** What would become of mail for an address, and by which rule. */
final class ExplainView {
    private static final String REMOTE = "remote";
    /** Further domains are not looked up in DNS: each may take seconds. */
    private static final int MOST_DOMAINS = 1;

    private final House house;

    ExplainView(House house) {
        this.house = house;
    }

    void write(Html html, Visit visit) {
        Views.begin(html, "What becomes of mail");
        String text = visit.parameter("address").strip();
        html.open("section", "aria-label", "which address");
        Form.search(html, "search")
                .field("address", "Address", text, "required", "", "autocomplete", "off")
                .end("Explain");
        html.close();
        if (!text.isEmpty()) {
            Section.write(html, "explanation", "Mail for " + text, inner -> explain(inner, Typed.address(text)));
        }
    }

    private void explain(Html html, Address address) throws MailException {
        List<Explanation> steps = house.router().explain(address);
        Rows rows = new Rows(html, "Each address that is met", "Address", "Is", "Why");
        TreeSet<String> domains = new TreeSet<>();
        for (Explanation step : steps) {
            rows.begin()
                    .cell("\u2003".repeat(Math.min(8, step.depth())) + step.address())
                    .cell(step.kind().equals("catchAll") ? "catch-all" : step.kind())
                    .cell(step.why())
                    .end();
            if (step.kind().equals(REMOTE)) {
                domains.add(step.address().domain());
            }
        }
        rows.close();
        domains.stream().limit(MOST_DOMAINS).forEach(domain -> way(html, domain));
        domains.stream()
                .skip(MOST_DOMAINS)
                .forEach(domain -> html.element("p", "Mail for " + domain + " goes on to where its DNS says."));
    }

    private void way(Html html, String domain) {
        Way way = Way.of(domain, house.configurations(), house.resolver());
        html.element("p", "Mail for " + domain + ": " + way.why());
        if (!way.hosts().isEmpty()) {
            html.open("ol");
            way.hosts().forEach(host -> html.element("li", host));
            html.close();
        }
    }
}
