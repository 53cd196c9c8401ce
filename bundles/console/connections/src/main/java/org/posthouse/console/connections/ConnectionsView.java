package org.posthouse.console.connections;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.posthouse.api.net.Client;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.net.TlsFacts;
import org.posthouse.console.connections.Limits.Door;
import org.posthouse.lib.page.Form;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Links;
import org.posthouse.lib.page.Order;
import org.posthouse.lib.page.Paging;
import org.posthouse.lib.page.Rows;
import org.posthouse.lib.page.Section;
import org.posthouse.lib.page.Words;
import org.posthouse.spi.console.Visit;

/** Use beside limits, those with most connections, and the connections themselves, the newest first. */
final class ConnectionsView {
    private static final int ROWS = 50;
    private static final int BUSIEST = 5;

    private final Listeners listeners;
    private final Limits limits;
    private final Clock clock;

    ConnectionsView(Listeners listeners, Limits limits, Clock clock) {
        this.listeners = listeners;
        this.limits = limits;
        this.clock = clock;
    }

    String write(Visit visit) {
        Choice choice = Choice.of(visit);
        List<Listeners.Connection> all = listeners.connections();
        Html html = Html.part().element("h1", "Connections");
        Section.write(html, "use", "Use", part -> use(part, all));
        search(html, choice, all);
        Section.write(html, "connections", "Connections", part -> list(part, visit, choice, all));
        return html.toString();
    }

    private void use(Html html, List<Listeners.Connection> all) {
        Map<String, Door> doors = limits.doors();
        Map<String, Long> count =
                all.stream().collect(Collectors.groupingBy(each -> each.client().service(), Collectors.counting()));
        html.element("p", of(all.size(), limits.whole()) + " connections in all.");
        Rows rows = new Rows(html, "Connections by service", "Service", "Connections", "Per address", "Per user");
        listeners.services().stream()
                .sorted(Comparator.comparing(Listeners.Service::name))
                .forEach(service -> {
                    Door door = doors.getOrDefault(service.name(), Door.UNKNOWN);
                    rows.begin()
                            .link(service.name(), Links.to(ConnectionsPage.PATH, "service", service.name()))
                            .number(of(count.getOrDefault(service.name(), 0L), door.connections()))
                            .number(most(door.perAddress()))
                            .number(most(door.perUser()))
                            .end();
                });
        rows.close();
        busiest(html, all, "user", "users", each -> each.client().user().orElse(""));
        busiest(html, all, "address", "addresses", each -> Choice.host(each.client()));
    }

    private static String of(long use, OptionalInt limit) {
        return limit.isPresent() ? use + " of " + limit.getAsInt() : Long.toString(use);
    }

    private static String most(OptionalInt limit) {
        return limit.isPresent() ? "at most " + limit.getAsInt() : "";
    }

    private static void busiest(
            Html html,
            List<Listeners.Connection> all,
            String parameter,
            String words,
            Function<Listeners.Connection, String> whose) {
        Map<String, Integer> counts = new HashMap<>();
        all.forEach(each -> counts.merge(whose.apply(each), 1, Integer::sum));
        counts.remove("");
        if (counts.isEmpty()) {
            return;
        }
        html.open("p", "class", "quiet")
                .text(
                        counts.size() == 1
                                ? "One " + parameter + ": "
                                : "Of " + counts.size() + " " + words + " those with most: ");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(BUSIEST)
                .forEach(each -> html.open("bdi")
                        .link(each.getKey(), Links.to(ConnectionsPage.PATH, parameter, each.getKey()))
                        .close()
                        .text(" " + each.getValue() + " "));
        html.close();
    }

    private static void search(Html html, Choice choice, List<Listeners.Connection> all) {
        Map<String, String> services = new LinkedHashMap<>();
        services.put("", "any");
        TreeSet<String> names = new TreeSet<>();
        all.forEach(each -> names.add(each.client().service()));
        if (!choice.service().isEmpty()) {
            names.add(choice.service());
        }
        names.forEach(name -> services.put(name, name));
        html.open("section", "aria-label", "which connections");
        Form.search(html, "find")
                .choice("service", "Service", services, choice.service())
                .field("user", "User", choice.user())
                .field("address", "Client address", choice.address())
                .end("Show");
        html.close();
    }

    private void list(Html html, Visit visit, Choice choice, List<Listeners.Connection> all) {
        List<Listeners.Connection> fitting = all.stream()
                .filter(choice::fits)
                .sorted(Comparator.comparing(
                                (Listeners.Connection each) -> each.client().since())
                        .reversed()
                        .thenComparing(each -> each.client().id()))
                .toList();
        if (fitting.isEmpty()) {
            html.element("p", choice.all() ? "Nobody is connected." : "No connection fits.", "class", "quiet");
            return;
        }
        everyone(html, visit, choice, fitting.size());
        Rows rows = Rows.wide(
                html,
                "Who is connected, the newest first",
                "User",
                "Client",
                "Service",
                "TLS",
                "Since",
                "In",
                "Out",
                "Now",
                "");
        Paging paging = Paging.of(visit.parameter("page"), ROWS, fitting.size());
        paging.of(fitting).forEach(each -> row(rows, visit, each));
        rows.close();
        paging.write(html, choice.parameters());
    }

    /** Buttons that cut off all of the user, or of the address, that is looked for. */
    private static void everyone(Html html, Visit visit, Choice choice, int count) {
        boolean one = choice.service().isEmpty()
                && choice.user().isEmpty() != choice.address().isEmpty();
        if (one) {
            boolean user = !choice.user().isEmpty();
            String whose = user ? "of " + choice.user() : "from " + choice.address();
            String words = "cut off all " + count + " " + whose;
            Form.orders(
                    html,
                    visit.token(),
                    "name",
                    user ? choice.user() : choice.address(),
                    List.of(Order.of(user ? "close-user" : "close-address", words, words)
                            .asking("All connections " + whose + " (" + count + " now) are cut off. Really?")));
        }
    }

    private void row(Rows rows, Visit visit, Listeners.Connection connection) {
        Client client = connection.client();
        String port = ":" + client.address().getPort();
        rows.begin()
                .cell(html ->
                        client.user().ifPresent(user -> html.link(user, Links.to(ConnectionsPage.PATH, "user", user))))
                .cell(html -> html.link(
                                Choice.host(client), Links.to(ConnectionsPage.PATH, "address", Choice.host(client)))
                        .text(port))
                .cell(html -> html.text(client.service() + " ")
                        .element(
                                "a",
                                "trace",
                                "href",
                                Links.to("messages") + "/" + client.id(),
                                "aria-label",
                                "trace of connection " + client.id()))
                .cell(client.tls().map(TlsFacts::protocol).orElse("no"))
                .number(Words.rough(Duration.between(client.since(), clock.instant())))
                .figure(Words.size(connection.activity().received()))
                .figure(Words.size(connection.activity().sent()))
                .cell(connection.activity().doing().words())
                .orders(
                        visit.token(),
                        "id",
                        client.id(),
                        List.of(Order.of("close", "cut off", "Cut off connection " + client.id())))
                .end();
    }
}
