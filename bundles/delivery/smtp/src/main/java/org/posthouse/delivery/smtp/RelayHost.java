package org.posthouse.delivery.smtp;

import java.util.Locale;
import java.util.Optional;
import org.posthouse.delivery.smtp.hop.Login;
import org.posthouse.delivery.smtp.hop.Tls;

/**
 * Where mail for a domain goes whatever DNS says.
 *
 * @param domain in lower case; {@value #ALL} for those without a route of their own
 * @param verify whether the host must prove its name where that matters
 */
record RelayHost(String domain, String host, int port, Optional<Login> login, Tls tls, boolean verify) {
    static final String ALL = "*";

    RelayHost {
        if (domain.isEmpty() || host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a route needs a domain and a host with a port of 1 to 65535");
        }
    }

    static RelayHost of(RouteConfiguration from) {
        String user = from.user().strip();
        return new RelayHost(
                from.domain().strip().toLowerCase(Locale.ROOT),
                from.host().strip(),
                from.port(),
                user.isEmpty() ? Optional.empty() : Optional.of(new Login(user, from.password())),
                Tls.valueOf(from.tls().strip().toUpperCase(Locale.ROOT)),
                from.verifyCertificate());
    }
}
