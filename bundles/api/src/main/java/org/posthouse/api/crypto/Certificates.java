package org.posthouse.api.crypto;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.MailException;

/** The server's own certificate and key. Ask each time: a renewed one is there at once. */
@ProviderType
public interface Certificates {
    /** For TLS as server; self-signed until an administrator installs another. */
    SSLContext server() throws MailException;

    X509Certificate certificate() throws MailException;
}
