package org.posthouse.api.net;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** The doors of the server and who stands in them. */
@ProviderType
public interface Listeners {
    List<Service> services();

    List<Connection> connections();

    /** The most connections each protocol had at a time since then, which is no more than two minutes ago; nothing by what does not count. */
    default Map<String, Long> peaks(Instant since) {
        return Map.of();
    }

    /** Ends a connection with a farewell of its protocol; false if there is none of this id. */
    boolean close(String connectionId);

    /**
     * A configured listener. State is one of {@code up}, {@code waiting} (its protocol is away for a moment),
     * {@code off} (its protocol is switched off, or not installed) or {@code failed}; since when.
     */
    record Service(String name, String protocol, String state, List<String> addresses, String reason, Instant since) {
        public Service {
            addresses = List.copyOf(addresses);
        }
    }

    /** One client's connection at this moment. */
    record Connection(Client client, String protocol, String version, Activity activity) {
        /** One of which nothing more is known. */
        public Connection(Client client, String protocol, String version) {
            this(client, protocol, version, Activity.UNKNOWN);
        }
    }

    /**
     * What a connection does.
     *
     * @param received octets that came from the client, without those of TLS and as they were before compression
     * @param sent octets that the client was given, counted likewise
     */
    record Activity(long received, long sent, Doing doing) {
        public static final Activity UNKNOWN = new Activity(0, 0, Doing.UNKNOWN);
    }

    /** What goes on at this moment. */
    enum Doing {
        /** A TLS handshake is under way. */
        SECURING("TLS handshake"),
        /** Its protocol is being replaced, or not there yet. */
        PARKED("waits for its protocol"),
        /** The server works on what the client has asked for. */
        WORKING("works"),
        /** The client sends a message, or another piece of known length. */
        RECEIVING("receives"),
        /** The client has not yet taken what it was given. */
        SENDING("sends"),
        /** The client waits for news (IDLE, RFC 2177). */
        LISTENING("waits for news"),
        /** The client may ask for something. */
        WAITING("waits for a command"),
        /** It is ending. */
        LEAVING("ends"),
        UNKNOWN("");

        private final String words;

        Doing(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }
}
