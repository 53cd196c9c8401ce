package org.posthouse.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.config.Configurations;
import org.posthouse.api.crypto.Certificates;
import org.posthouse.api.mail.MailException;

final class CertCommandsTest implements Certificates {
    /** For mail.school.edu and *.zoo.example, self-signed, until 2126. */
    private static final String PEM = """
            -----BEGIN CERTIFICATE-----
            MIIBtzCCAVygAwIBAgIUR1TDkFz2g1ANQSB8EA6XhBPajfgwCgYIKoZIzj0EAwIw
            GjEYMBYGA1UEAwwPbWFpbC5zY2hvb2wuZWR1MCAXDTI2MTEyMzA1MzY1NVoYDzIx
            MjYxMTIzMDUzNjU1WjAaMRgwFgYDVQQDDA9tYWlsLnNjaG9vbC5lZHUwWTATBgcq
            hkjOPQIBBggqhkjOPQMBBwNCAAS4CGxwKPb/GoZfg4jpqgbmOlapLMkQpMYgzP+B
            i5aFZ/svPEQ4RnLQ3VE+SLBdWDHtyvfy06z5aRV87RsVFVTpo34wfDAdBgNVHQ4E
            FgQUcEyo3jUx/jZzHE6MT0V8ARk5olAwHwYDVR0jBBgwFoAUcEyo3jUx/jZzHE6M
            T0V8ARk5olAwDwYDVR0TAQH/BAUwAwEB/zApBgNVHREEIjAggg9tYWlsLnNjaG9v
            bC5lZHWCDSouem9vLmV4YW1wbGUwCgYIKoZIzj0EAwIDSQAwRgIhAMGWnkwGHv70
            S7O98TdSRPeYRlordrCY2mXvkR/BDK1wAiEAuq9KQc88EIW2MDdJmMEDqMkYwJgg
            6fATGpFgglw7tPY=
            -----END CERTIFICATE-----
            """;

    @TempDir
    Path folder;

    private final Screen screen = new Screen();

    private int run(String... words) throws Exception {
        Configurations none = (Configurations) Proxy.newProxyInstance(
                Configurations.class.getClassLoader(),
                new Class<?>[] {Configurations.class},
                (proxy, method, arguments) -> Optional.empty());
        return new Offered()
                .property("posthouse.host", "inn.example")
                .with(Certificates.class, this)
                .with(Configurations.class, none)
                .run(CertCommands.all(), screen, words);
    }

    @Test
    void theCertificateInUseIsShown() throws Exception {
        assertThat(run("cert", "show")).isZero();
        assertThat(screen.out()).contains("mail.school.edu", "*.zoo.example", "itself", "3 1 1", "Followed");
        assertThat(run("cert", "show", "--json")).isZero();
        assertThat(screen.out()).contains("\"selfSigned\" : true", "\"daysLeft\"", "\"validUntil\" : \"2126-");
    }

    @Test
    void aRequestIsWrittenOnceForNamesThatCanBeOnes() throws Exception {
        Path file = folder.resolve("mail.csr");
        assertThat(run("cert", "request", file.toString(), "--name", "mail.school.edu,imap.school.edu"))
                .isZero();
        assertThat(file).hasContent("request for [mail.school.edu, imap.school.edu]");
        assertThat(run("cert", "request", file.toString(), "--name", "mail.school.edu"))
                .isEqualTo(Commands.REFUSED);
        assertThat(run("cert", "request", folder.resolve("b.csr").toString(), "--name", "a b"))
                .isEqualTo(Commands.WRONG_USAGE);
        assertThat(Files.exists(folder.resolve("b.csr"))).isFalse();
    }

    @Test
    void whatClientsMayStumbleOverIsToldAndWhatDoesNotFitIsRefused() throws Exception {
        assertThat(run("cert", "install", "/good.pem", "/key.pem", "--follow")).isZero();
        assertThat(screen.out()).contains("is served from now on", "followed");
        assertThat(screen.err()).contains("vouches for itself", "is not for inn.example");
        assertThat(run("cert", "install", "/bad.pem")).isEqualTo(Commands.REFUSED);
        assertThat(screen.err()).contains("does not belong");
    }

    @Test
    void aStarStandsForOneLabel() throws Exception {
        Certificate own = new Certificate(certificate());
        assertThat(own.isFor("imap.zoo.example")).isTrue();
        assertThat(own.isFor("a.imap.zoo.example")).isFalse();
        assertThat(own.isFor("zoo.example")).isFalse();
        assertThat(CertCommands.doubts(own, 1, "mail.school.edu", Instant.parse("2126-01-01T00:00:00Z")))
                .noneMatch(doubt -> doubt.contains("not for"));
    }

    @Override
    public SSLContext server() {
        throw new UnsupportedOperationException();
    }

    @Override
    public X509Certificate certificate() throws MailException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(PEM.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.cert.CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String request(List<String> names) {
        return "request for " + names;
    }

    @Override
    public void install(Path certificate, Optional<Path> key, boolean follow) throws MailException {
        if (certificate.endsWith("bad.pem")) {
            throw Call.refused("the key does not belong to the certificate");
        }
    }
}
