package org.posthouse.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.MailException;

class ServerCertificatesTest {
    @TempDir
    Path home;

    private ServerCertificates start() {
        return new ServerCertificates(home.resolve("tls"), "mail.school.edu", Clock.systemUTC());
    }

    @Test
    void theFirstStartMakesACertificateForTheHostAndLoopback() throws Exception {
        X509Certificate certificate = start().certificate();
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity();
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=mail.school.edu");
        assertThat(certificate.getSubjectAlternativeNames())
                .contains(List.of(2, "mail.school.edu"), List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    }

    @Test
    void nobodyElseMayReadTheKey() throws Exception {
        start().certificate();
        Path folder = home.resolve("tls");
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("key.pem"))).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("certificate.pem"))).isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void theNextStartServesTheSameCertificate() throws Exception {
        assertThat(start().certificate()).isEqualTo(start().certificate());
    }

    @Test
    void aRenewedPairIsServedAtOnce() throws Exception {
        ServerCertificates certificates = start();
        X509Certificate old = certificates.certificate();
        put(SelfSigned.make("new.school.edu", Instant.now()));
        assertThat(certificates.certificate()).isNotEqualTo(old);
        assertThat(certificates.certificate().getSubjectX500Principal().getName())
                .isEqualTo("CN=new.school.edu");
    }

    @Test
    void halfARenewalChangesNothingUntilItIsWhole() throws Exception {
        ServerCertificates certificates = start();
        X509Certificate old = certificates.certificate();
        SelfSigned next = SelfSigned.make("new.school.edu", Instant.now());
        Path certificate = home.resolve("tls/certificate.pem");
        Files.writeString(certificate, next.certificate());
        assertThat(certificates.certificate()).isEqualTo(old);
        Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nrubbish");
        assertThat(certificates.certificate()).isEqualTo(old);
        Files.delete(certificate);
        assertThat(certificates.certificate()).isEqualTo(old);
        put(next);
        assertThat(certificates.certificate()).isNotEqualTo(old);
    }

    @Test
    void aKeyThatWasThereAloneIsKept() throws Exception {
        Files.createDirectories(home.resolve("tls"));
        Files.writeString(home.resolve("tls/key.pem"), "precious");
        start().certificate();
        assertThat(home.resolve("tls/key.pem.before")).hasContent("precious");
    }

    @Test
    void withoutAFolderThereIsNoTlsAndAClearAnswer() throws Exception {
        Files.writeString(home.resolve("tls"), "a file in the way");
        assertThatThrownBy(() -> start().server())
                .isInstanceOf(MailException.class)
                .hasMessage("TLS is not available");
    }

    @Test
    void aKeyInTheOlderFormOfOpensslIsRead() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(key);
        }
        assertThat(text.toString()).contains("BEGIN RSA PRIVATE KEY");
        Path file = Files.writeString(home.resolve("old.pem"), text.toString());
        assertThat(Pem.key(file)).isEqualTo(key);
    }

    private void put(SelfSigned pair) throws Exception {
        new KeyPairFiles(home.resolve("tls")).write(pair.certificate(), pair.key());
        // However coarse the file system's clock is.
        Files.setLastModifiedTime(
                home.resolve("tls/certificate.pem"), FileTime.from(Instant.now().plusSeconds(7)));
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
