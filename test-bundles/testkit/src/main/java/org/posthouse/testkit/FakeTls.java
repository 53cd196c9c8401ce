package org.posthouse.testkit;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.posthouse.api.net.TlsFacts;

/** A handshake that went well, without a client's certificate. */
public record FakeTls(String protocol, String cipher, Optional<String> serverName) implements TlsFacts {
    public FakeTls() {
        this("TLSv1.3", "TLS_AES_128_GCM_SHA256", Optional.empty());
    }

    @Override
    public Optional<X509Certificate> peer() {
        return Optional.empty();
    }

    @Override
    public Optional<byte[]> binding(String type) {
        return Optional.empty();
    }
}
