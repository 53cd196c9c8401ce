package org.posthouse.api.crypto;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.MailException;
import org.posthouse.api.mail.Status;

/** The server's own certificate and key. Ask each time: a renewed one is there at once. */
@ProviderType
public interface Certificates {
    /** For TLS as server; self-signed until an administrator installs another. */
    SSLContext server() throws MailException;

    X509Certificate certificate() throws MailException;

    /** The certificate, and behind it those that vouch for it, each for the one before. */
    default List<X509Certificate> chain() throws MailException {
        return List.of(certificate());
    }

    /** A request for a certificate for these host names, PKCS #10 (RFC 2986) in PEM, with the key in use. */
    default String request(List<String> names) throws MailException {
        throw notHere();
    }

    /**
     * Puts a certificate to use, from the next connection on. Both files are copied.
     *
     * @param key empty: the key in use, as for a certificate that was requested with it
     * @param follow whether the two files are looked at from now on, and taken over whenever they are others and fit
     * @throws MailException PERMANENT, saying what is wrong: it cannot be read, has expired, is not valid yet, does not belong to the
     *     key, or the chain is broken; nothing has changed then
     */
    default void install(Path certificate, Optional<Path> key, boolean follow) throws MailException {
        throw notHere();
    }

    /** The files that are followed, certificate and key; none if none are. */
    default List<Path> followed() {
        return List.of();
    }

    private static MailException notHere() {
        return new MailException(
                MailException.Kind.PERMANENT, new Status(5, 3, 3), "certificates are not managed by this server");
    }
}
