package org.posthouse.console.shell;

import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.net.Client;
import org.posthouse.api.net.Listeners;

/** Clients that go when they are told to. */
final class FakeListeners implements Listeners {
    final List<Client> clients = new ArrayList<>();
    /** Those that are told to go, and stay. */
    boolean stubborn;

    @Override
    public List<Service> services() {
        return List.of();
    }

    @Override
    public List<Connection> connections() {
        return clients.stream()
                .map(client -> new Connection(client, client.service(), "1.0.0"))
                .toList();
    }

    @Override
    public boolean close(String connectionId) {
        return stubborn || clients.removeIf(client -> client.id().equals(connectionId));
    }
}
