package org.posthouse.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
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

    private Path file(String name, String text) throws Exception {
        return Files.writeString(home.resolve(name), text);
    }

    private static String subject(ServerCertificates certificates) throws MailException {
        return certificates.certificate().getSubjectX500Principal().getName();
    }

    @Test
    void anInstalledPairIsServedAtOnceAndAfterARestart() throws Exception {
        ServerCertificates certificates = start();
        certificates.certificate();
        SelfSigned next = SelfSigned.make("new.school.edu", Instant.now());
        certificates.install(file("new.pem", next.certificate()), Optional.of(file("new.key", next.key())), false);
        assertThat(subject(certificates)).isEqualTo("CN=new.school.edu");
        assertThat(subject(start())).isEqualTo("CN=new.school.edu");
        assertThat(certificates.followed()).isEmpty();
        assertThat(mode(home.resolve("tls/key.pem"))).isEqualTo("rw-------");
    }

    @Test
    void whatDoesNotFitIsRefusedAndChangesNothing() throws Exception {
        ServerCertificates certificates = start();
        X509Certificate before = certificates.certificate();
        Instant now = Instant.now();
        SelfSigned one = SelfSigned.make("one.school.edu", now);
        SelfSigned other = SelfSigned.make("other.school.edu", now);
        SelfSigned old = SelfSigned.make("old.school.edu", now.minus(Duration.ofDays(4000)));
        SelfSigned early = SelfSigned.make("early.school.edu", now.plus(Duration.ofDays(40)));
        refused(certificates, "does not belong", one.certificate(), other.key());
        refused(certificates, "has expired", old.certificate(), old.key());
        refused(certificates, "not valid before", early.certificate(), early.key());
        refused(certificates, "chain is broken", one.certificate() + other.certificate(), one.key());
        refused(certificates, "private key", one.certificate(), "rubbish");
        assertThatThrownBy(() -> certificates.install(home.resolve("nowhere.pem"), Optional.empty(), false))
                .hasMessageContaining("there is no file");
        assertThat(certificates.certificate()).isEqualTo(before);
    }

    private void refused(ServerCertificates certificates, String why, String certificate, String key) throws Exception {
        Path pem = file("tried.pem", certificate);
        Path secret = file("tried.key", key);
        assertThatThrownBy(() -> certificates.install(pem, Optional.of(secret), true))
                .isInstanceOf(MailException.class)
                .hasMessageContaining(why);
    }

    @Test
    void followedFilesAreTakenOverWhenTheyFitAlsoWhatChangedWhileTheServerWasDown() throws Exception {
        ServerCertificates certificates = start();
        SelfSigned first = SelfSigned.make("first.school.edu", Instant.now());
        Path pem = file("followed.pem", first.certificate());
        Path key = file("followed.key", first.key());
        certificates.install(pem, Optional.of(key), true);
        assertThat(certificates.followed()).containsExactly(pem, key);
        SelfSigned second = SelfSigned.make("second.school.edu", Instant.now());
        later(file("followed.pem", second.certificate()), 7);
        assertThat(subject(certificates)).as("half a renewal").isEqualTo("CN=first.school.edu");
        later(file("followed.key", second.key()), 8);
        assertThat(subject(certificates)).isEqualTo("CN=second.school.edu");
        SelfSigned third = SelfSigned.make("third.school.edu", Instant.now());
        later(file("followed.pem", third.certificate()), 9);
        later(file("followed.key", third.key()), 9);
        assertThat(subject(start())).isEqualTo("CN=third.school.edu");
    }

    private static void later(Path file, int seconds) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(seconds)));
    }

    @Test
    void aRequestIsForTheKeyInUseWhoseCertificateIsInstalledWithoutOne() throws Exception {
        ServerCertificates certificates = start();
        String request = certificates.request(List.of("mail.school.edu", "imap.school.edu"));
        try (PEMParser pem = new PEMParser(new StringReader(request))) {
            PKCS10CertificationRequest read = (PKCS10CertificationRequest) pem.readObject();
            assertThat(read.getSubjectPublicKeyInfo().getEncoded())
                    .isEqualTo(certificates.certificate().getPublicKey().getEncoded());
            assertThat(read.getSubject().toString()).isEqualTo("CN=mail.school.edu");
        }
        Path copy = file("answer.pem", Files.readString(home.resolve("tls/certificate.pem")));
        certificates.install(copy, Optional.empty(), false);
        assertThat(subject(certificates)).isEqualTo("CN=mail.school.edu");
    }

    @Test
    void aPowerCutInTheMidstOfAnInstallationLeavesTheFormerPair() throws Exception {
        X509Certificate before = start().certificate();
        Path key = home.resolve("tls/key.pem");
        Files.move(key, home.resolve("tls/key.pem.before"));
        Files.writeString(key, SelfSigned.make("new.school.edu", Instant.now()).key());
        assertThat(start().certificate()).isEqualTo(before);
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
