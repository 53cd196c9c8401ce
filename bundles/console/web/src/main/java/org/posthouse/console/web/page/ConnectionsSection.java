package org.posthouse.console.web.page;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.posthouse.api.net.Client;
import org.posthouse.api.net.Listeners;
import org.posthouse.api.net.TlsFacts;
import org.posthouse.lib.page.Html;
import org.posthouse.lib.page.Words;

/** Who is connected, the newest first. */
public final class ConnectionsSection implements Section {
    private static final int MOST = 50;

    private final Listeners listeners;
    private final Clock clock;

    public ConnectionsSection(Listeners listeners, Clock clock) {
        this.listeners = listeners;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "connections";
    }

    @Override
    public String title() {
        return "Connections";
    }

    @Override
    public void write(Html html) {
        List<Listeners.Connection> all = listeners.connections();
        if (all.isEmpty()) {
            html.element("p", "Nobody is connected.", "class", "quiet");
            return;
        }
        Rows rows = new Rows(html, "User", "Client", "Service", "TLS", "Since", "");
        all.stream()
                .map(Listeners.Connection::client)
                .sorted(Comparator.comparing(Client::since).reversed())
                .limit(MOST)
                .forEach(client -> rows.begin()
                        .cell(client.user().orElse(""))
                        .link(address(client.address()), Paths.trace("id", client.id()))
                        .cell(client.service())
                        .cell(client.tls().map(TlsFacts::protocol).orElse("no"))
                        .cell(Words.rough(Duration.between(client.since(), clock.instant())))
                        .buttons(Paths.CONNECTIONS, "id", client.id(), List.of("close"))
                        .end());
        rows.close();
        if (all.size() > MOST) {
            html.element("p", "These are the newest " + MOST + " of " + all.size() + ".", "class", "quiet");
        }
    }

    private static String address(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
