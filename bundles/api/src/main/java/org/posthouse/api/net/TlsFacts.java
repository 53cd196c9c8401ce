package org.posthouse.api.net;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What the TLS handshake agreed upon. */
@ProviderType
public interface TlsFacts {
    /** TLSv1.3 … */
    String protocol();

    String cipher();

    /** The name the client asked for (SNI), RFC 6066 §3. */
    Optional<String> serverName();

    Optional<X509Certificate> peer();

    /** Channel binding octets of this type (tls-server-end-point, tls-exporter …), RFC 5929, where this connection can give them. */
    Optional<byte[]> binding(String type);
}
