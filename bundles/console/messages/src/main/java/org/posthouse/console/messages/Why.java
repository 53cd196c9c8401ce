package org.posthouse.console.messages;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.dns.Resolver;
import org.posthouse.api.mail.Address;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.route.Router;
import org.posthouse.api.route.Router.Explanation;
import org.posthouse.api.route.Way;
import org.posthouse.lib.page.Html;

/** What would become of mail for an address now, and by which rule. */
final class Why {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Router router;
    private final Configurations configurations;
    private final Resolver resolver;

    Why(Router router, Configurations configurations, Resolver resolver) {
        this.router = router;
        this.configurations = configurations;
        this.resolver = resolver;
    }

    void write(Html html, String text) throws MailException {
        Optional<Address> address = Address.parse(text);
        if (address.isEmpty()) {
            html.element("p", "'" + text + "' is no mail address.", "class", "said");
            return;
        }
        List<Explanation> steps = router.explain(address.get());
        Set<String> remote = new LinkedHashSet<>();
        html.open("ol", "class", "why", "aria-label", "what becomes of mail for it");
        for (Explanation step : steps) {
            html.open("li").text("→ ".repeat(step.depth())).element("bdi", step.address());
            html.text(": " + step.why()).close();
            if (step.kind().equals("remote")) {
                remote.add(step.address().domain());
            }
        }
        html.close();
        ways(html, remote);
    }

    /** Where mail would be taken; domains that DNS keeps waiting are not waited for too long. */
    private void ways(Html html, Set<String> domains) {
        long begun = System.nanoTime();
        for (String domain : domains) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                html.element("p", "Mail for " + domain + ": DNS takes too long, nobody has asked.", "class", "quiet");
                continue;
            }
            Way way = Way.of(domain, configurations, resolver);
            html.element("p", "Mail for " + domain + ": " + way.why() + ".");
            if (!way.hosts().isEmpty()) {
                html.open("ul");
                way.hosts().forEach(host -> html.element("li", host));
                html.close();
            }
        }
    }
}
