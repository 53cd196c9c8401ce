package org.posthouse.protocol.pop3;

import java.util.ArrayList;
import java.util.List;
import org.posthouse.api.net.Client;
import org.posthouse.lib.sasl.Mechanisms;

/** What CAPA says, RFC 2449 §5 and §6. */
final class Capabilities {
    private Capabilities() {}

    /** All there is, in either state, §3; what needs TLS only where it is on, and STLS only where it can be started, RFC 2595 §4. */
    static List<String> of(Client client, boolean loggedIn) {
        List<String> lines = new ArrayList<>(List.of("TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING"));
        lines.add("EXPIRE NEVER");
        if (client.confidential()) {
            lines.add("USER");
            lines.add("SASL " + String.join(" ", Mechanisms.names()));
        }
        if (client.tlsOffered() && !loggedIn) {
            lines.add("STLS");
        }
        lines.add("IMPLEMENTATION Posthouse");
        return lines;
    }
}
