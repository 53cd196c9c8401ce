package org.posthouse.console.connections;

import java.util.List;
import org.posthouse.api.net.Client;
import org.posthouse.api.net.Listeners;
import org.posthouse.spi.console.Said;
import org.posthouse.spi.console.Visit;

/** Cuts connections off: one, or all of a user or of an address. */
final class Cutting {
    private final Listeners listeners;

    Cutting(Listeners listeners) {
        this.listeners = listeners;
    }

    Said carryOut(Visit visit) {
        switch (visit.parameter("action")) {
            case "close" -> {
                String id = visit.parameter("id");
                return listeners.close(id)
                        ? Said.done("Connection " + id + " is ending.")
                        : Said.notDone("Connection " + id + " has ended already.");
            }
            case "close-user" -> {
                return all(new Choice("", visit.parameter("name"), ""), "of " + visit.parameter("name"));
            }
            case "close-address" -> {
                return all(new Choice("", "", visit.parameter("name")), "from " + visit.parameter("name"));
            }
            default -> {
                return Said.notDone("There is no such order.");
            }
        }
    }

    private Said all(Choice choice, String whose) {
        if (choice.all()) {
            return Said.notDone("Nobody is named: nothing was done.");
        }
        List<String> ids = listeners.connections().stream()
                .filter(choice::fits)
                .map(Listeners.Connection::client)
                .map(Client::id)
                .toList();
        int closed = (int) ids.stream().filter(listeners::close).count();
        return closed == 0
                ? Said.notDone("There is no connection " + whose + " any more.")
                : Said.done(closed + (closed == 1 ? " connection " : " connections ") + whose
                        + (closed == 1 ? " is" : " are") + " ending.");
    }
}
