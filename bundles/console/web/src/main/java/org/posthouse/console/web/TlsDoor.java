package org.posthouse.console.web;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.posthouse.api.crypto.Certificates;
import org.posthouse.api.mail.MailException;

/** The console's door for HTTPS, with the certificate that mail has too. A new component, and a new door, when a setting changes. */
@Component(service = ConnectorFactory.class, configurationPid = "org.posthouse.console.web")
public final class TlsDoor implements ConnectorFactory {
    private static final String LOOPBACK = "127.0.0.1";
    private static final long IDLE_MILLIS = 10_000;

    private final Certificates certificates;
    private final WebSettings settings;
    private final String bind;

    @Activate
    public TlsDoor(BundleContext bundle, @Reference Certificates certificates, WebConfiguration configuration) {
        this.certificates = certificates;
        this.settings = WebSettings.of(configuration, House.portOffset(bundle));
        // A demonstration has known passwords.
        this.bind = Boolean.parseBoolean(bundle.getProperty("posthouse.demo")) ? LOOPBACK : settings.tlsBind();
    }

    @Override
    public Connector createConnector(Server server) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // The guard knows the names; a certificate may have others.
        http.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(
                server,
                1,
                1,
                new SslConnectionFactory(new Renewed(certificates), HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(http));
        connector.setHost(bind);
        connector.setPort(settings.tlsPort());
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    /** Asks for the certificate with each connection: a renewed one is there at once. */
    private static final class Renewed extends SslContextFactory.Server {
        private final Certificates certificates;

        Renewed(Certificates certificates) {
            this.certificates = certificates;
            setSslContext(context());
        }

        @Override
        public SSLEngine newSSLEngine() {
            return served(context().createSSLEngine());
        }

        @Override
        public SSLEngine newSSLEngine(String host, int port) {
            return served(context().createSSLEngine(host, port));
        }

        private SSLEngine served(SSLEngine engine) {
            engine.setUseClientMode(false);
            customize(engine);
            return engine;
        }

        private SSLContext context() {
            try {
                return certificates.server();
            } catch (MailException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }
}
