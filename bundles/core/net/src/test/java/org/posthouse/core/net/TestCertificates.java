package org.posthouse.core.net;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.posthouse.api.crypto.Certificates;
import org.posthouse.api.mail.MailException;

/** Serves one of two certificates, or none. */
final class TestCertificates implements Certificates {
    private static final char[] PASSWORD = "posthouse".toCharArray();

    private volatile String name = "first";

    /** {@code first}, {@code second} or nothing. */
    void serve(String which) {
        name = which;
    }

    @Override
    public SSLContext server() throws MailException {
        if (name.isEmpty()) {
            throw MailException.notNow("no certificate");
        }
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store(name), PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public X509Certificate certificate() {
        try {
            return (X509Certificate) store(name).getCertificate("server");
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A client that trusts both. */
    static SSLContext client() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        for (String name : new String[] {"first", "second"}) {
            trusted.setCertificateEntry(name, store(name).getCertificate("server"));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        TrustManager[] managers = trust.getTrustManagers();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }

    private static KeyStore store(String name) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = TestCertificates.class.getResourceAsStream(name + ".p12")) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
