package org.posthouse.console.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthouse.api.log.Detail;
import org.posthouse.api.log.ServiceDetails;
import org.posthouse.api.mail.MailException;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Order;
import org.posthouse.lib.page.Rows;
import org.posthouse.spi.console.Said;

/** How much each service tells, and changing it. */
final class LevelsView {
    private final ServiceDetails details;

    LevelsView(ServiceDetails details) {
        this.details = details;
    }

    /** What is changed there is remembered as this administrator's. */
    LevelsView by(String administrator) {
        return new LevelsView(details.by("console", administrator));
    }

    void write(Html html, String token) {
        html.element(
                "p",
                "low: what was refused, cut off or has failed. medium: also who came, logged in and left."
                        + " high: also each command and its reply, but nothing secret.",
                "class",
                "quiet");
        Rows rows = new Rows(html, "How much services tell", "Service", "Tells", "");
        details.all().forEach((service, detail) -> rows.begin()
                .cell(service)
                .badge(detail.text(), detail == Detail.HIGH ? "fair" : "plain")
                .orders(token, "id", service, orders(service, Optional.of(detail)))
                .end());
        rows.begin()
                .cell("all of them")
                .cell("")
                .orders(token, "id", ServiceDetails.ALL, orders("every service", Optional.empty()))
                .end();
        rows.close();
    }

    private static List<Order> orders(String service, Optional<Detail> now) {
        List<Order> orders = new ArrayList<>();
        for (Detail detail : Detail.values()) {
            if (!now.equals(Optional.of(detail))) {
                orders.add(Order.of(detail.text(), detail.text(), service + " tells at detail " + detail.text()));
            }
        }
        return orders;
    }

    Said set(String service, String word) throws MailException {
        Optional<Detail> detail = Detail.of(word);
        if (detail.isEmpty()) {
            return Said.notDone("There is no such order.");
        }
        details.set(service, detail.get());
        return Said.done((service.equals(ServiceDetails.ALL) ? "Every service" : service) + " tells at detail "
                + detail.get().text() + " from now on.");
    }
}
