package org.posthouse.api.net;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The doors of the server and who stands in them. */
@ProviderType
public interface Listeners {
    List<Service> services();

    List<Connection> connections();

    /** Ends a connection with a farewell of its protocol; false if there is none of this id. */
    boolean close(String connectionId);

    /** A configured listener. State is one of {@code up}, {@code waiting} (its protocol is away) or {@code failed}; since when. */
    record Service(String name, String protocol, String state, List<String> addresses, String reason, Instant since) {
        public Service {
            addresses = List.copyOf(addresses);
        }
    }

    /** One client's connection at this moment. */
    record Connection(Client client, String protocol, String version) {}
}
