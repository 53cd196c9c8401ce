package org.posthouse.console.connections;

import org.posthouse.api.net.Client;
import org.posthouse.api.net.Listeners;
import org.posthouse.spi.console.Visit;

/** Which connections somebody wants to see, as the address of the page says it; what is empty does not matter. */
record Choice(String service, String user, String address) {
    static Choice of(Visit visit) {
        return new Choice(
                visit.parameter("service").strip(),
                visit.parameter("user").strip(),
                visit.parameter("address").strip());
    }

    boolean all() {
        return service.isEmpty() && user.isEmpty() && address.isEmpty();
    }

    boolean fits(Listeners.Connection connection) {
        Client client = connection.client();
        return (service.isEmpty()
                        || client.service().equals(service)
                        || connection.protocol().equals(service))
                && (user.isEmpty() || client.user().filter(user::equals).isPresent())
                && (address.isEmpty() || host(client).equals(address));
    }

    /** The client's address without its port. */
    static String host(Client client) {
        return client.address().isUnresolved()
                ? client.address().getHostString()
                : client.address().getAddress().getHostAddress();
    }

    String[] parameters() {
        return new String[] {"service", service, "user", user, "address", address};
    }
}
