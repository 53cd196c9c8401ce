package org.posthouse.core.net;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import org.posthouse.api.crypto.Certificates;
import org.posthouse.api.mail.MailException;

/** No certificate yet. */
final class TestCertificates implements Certificates {
    @Override
    public SSLContext server() throws MailException {
        throw MailException.notNow("no certificate");
    }

    @Override
    public X509Certificate certificate() throws MailException {
        throw MailException.notNow("no certificate");
    }
}
