package org.posthouse.core.net;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.posthouse.api.net.TlsFacts;

/** What one TLS session agreed upon; keeps values, not the session. */
record Facts(
        String protocol,
        String cipher,
        Optional<String> serverName,
        Optional<X509Certificate> peer,
        Optional<X509Certificate> own)
        implements TlsFacts {
    static Facts of(SSLSession session) {
        return new Facts(
                session.getProtocol(), session.getCipherSuite(), serverName(session), peer(session), own(session));
    }

    /** Of the types only {@code tls-server-end-point}, RFC 5929 §4: this runtime gives the others no API. */
    @Override
    public Optional<byte[]> binding(String type) {
        return type.equals("tls-server-end-point") ? own.flatMap(Facts::digest) : Optional.empty();
    }

    private static Optional<byte[]> digest(X509Certificate certificate) {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        // RFC 5929 §4.1: the signature's hash, but never less than SHA-256.
        String hash =
                signature.startsWith("SHA384") ? "SHA-384" : signature.startsWith("SHA512") ? "SHA-512" : "SHA-256";
        try {
            return Optional.of(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> serverName(SSLSession session) {
        return session instanceof ExtendedSSLSession extended
                ? extended.getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<X509Certificate> peer(SSLSession session) {
        try {
            return first(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private static Optional<X509Certificate> own(SSLSession session) {
        Certificate[] chain = session.getLocalCertificates();
        return chain == null ? Optional.empty() : first(chain);
    }

    private static Optional<X509Certificate> first(Certificate[] chain) {
        return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                ? Optional.of(certificate)
                : Optional.empty();
    }
}
