package org.posthouse.delivery.smtp.hop;

import java.net.InetAddress;
import java.util.Optional;

/**
 * One address of one host that takes mail on.
 *
 * @param host as DNS or the administrator names it
 * @param verify whether it must prove its name, where TLS is a must or somebody logs in
 */
public record NextHop(String host, InetAddress address, int port, Tls tls, Optional<Login> login, boolean verify) {
    /** Submission over TLS from the first octet, RFC 8314 §3.3. */
    private static final int SUBMISSIONS = 465;

    public boolean implicitTls() {
        return port == SUBMISSIONS && tls != Tls.NONE;
    }

    /** Whether nothing may be said in clear: somebody wants it so, or a password is to be sent. */
    public boolean needsTls() {
        return tls == Tls.MUST || (tls == Tls.MAY && login.isPresent());
    }

    @Override
    public String toString() {
        return host + " [" + address.getHostAddress() + "]";
    }
}
