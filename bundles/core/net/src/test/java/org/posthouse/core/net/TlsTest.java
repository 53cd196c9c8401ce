package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Leaks.class)
class TlsTest {
    @TempDir
    Path folder;

    private Server server;
    private Door clear;
    private Door implicit;
    private SSLContext client;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        server = new Server(folder).with(new Parrot("1"));
        clear = server.listen(DoorSettings.Security.STARTTLS);
        implicit = server.listen(DoorSettings.Security.IMPLICIT);
        client = TestCertificates.client();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Caller secured(Door door) throws IOException {
        return new Caller(client.getSocketFactory().createSocket(), door);
    }

    private void handshake(Caller caller) throws IOException {
        SSLSocket socket =
                (SSLSocket) client.getSocketFactory().createSocket(caller.socket(), "mail.school.edu", 0, true);
        socket.startHandshake();
        caller.use(socket);
    }

    private static String name(Caller caller) throws IOException {
        X509Certificate certificate =
                (X509Certificate) ((SSLSocket) caller.socket()).getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
    }

    @Test
    void tlsFromTheFirstOctetIsSpoken() throws IOException {
        try (Caller caller = secured(implicit)) {
            assertThat(caller.line()).isEqualTo("HELLO 1 TLSv1.3");
            assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
            assertThat(caller.ask("BIG 1000000")).isEqualTo("big");
            assertThat(caller.line()).hasSize(1_000_000);
            assertThat(caller.ask("QUIT")).isEqualTo("bye");
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void aRenewedCertificateIsServedAtOnce() throws IOException {
        try (Caller before = secured(implicit)) {
            assertThat(before.line()).startsWith("HELLO");
            assertThat(name(before)).isEqualTo("CN=first.school.edu");
            server.certificates.serve("second");
            try (Caller after = secured(implicit)) {
                assertThat(after.line()).startsWith("HELLO");
                assertThat(name(after)).isEqualTo("CN=second.school.edu");
            }
            assertThat(before.ask("still")).isEqualTo("still crlf=true");
        }
    }

    @Test
    void tlsIsStartedOnRequest() throws IOException {
        try (Caller caller = new Caller(clear)) {
            assertThat(caller.line()).isEqualTo("HELLO 1");
            assertThat(caller.ask("TLS")).isEqualTo("go");
            handshake(caller);
            assertThat(caller.line()).isEqualTo("secured mail.school.edu");
            assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
        }
    }

    /** CVE-2011-0411. */
    @Test
    void whatCameEarlyInClearTextIsDropped() throws IOException {
        try (Caller caller = new Caller(clear)) {
            caller.line();
            caller.send("TLS\r\nINJECTED\r\nMORE\r\n");
            assertThat(caller.line()).isEqualTo("go");
            handshake(caller);
            assertThat(caller.line()).isEqualTo("secured mail.school.edu");
            assertThat(caller.ask("HEARD")).isEqualTo("3");
        }
    }

    @Test
    void aSecondStartTlsEndsTheConnectionDecently() throws IOException {
        try (Caller caller = secured(implicit)) {
            caller.line();
            assertThat(caller.ask("TLS")).isEqualTo("go");
            assertThat(caller.line()).startsWith("BYE true internal failure");
            assertThat(caller.ended()).isTrue();
        }
    }

    @Test
    void garbageInsteadOfAHandshakeEndsThatConnectionOnly() throws IOException {
        try (Caller stranger = new Caller(implicit);
                Caller caller = secured(implicit)) {
            stranger.send("EHLO me\r\nQUIT\r\n");
            assertThat(stranger.read(1_000)).hasSizeLessThan(100);
            assertThat(caller.line()).startsWith("HELLO");
        }
    }

    @Test
    void aHandshakeThatDripsIsEndedInTime() throws IOException {
        server.close();
        NetSettings hasty =
                Server.settings(2, 100, Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofSeconds(2));
        try (Server quick = new Server(folder.resolve("quick"), hasty).with(new Parrot("1"));
                Caller slow = new Caller(quick.listen(DoorSettings.Security.IMPLICIT))) {
            slow.send(new byte[] {22, 3, 1});
            assertThat(slow.ended()).isTrue();
        }
    }

    @Test
    void withoutACertificateTheConnectionIsClosed() throws IOException {
        server.certificates.serve("");
        try (Caller caller = new Caller(implicit)) {
            assertThat(caller.ended()).isTrue();
        }
        Awaitility.await().until(() -> server.net.connections().isEmpty());
    }

    @Test
    void passwordsMayBeSentOnlyWhenTlsIsOn() throws IOException {
        try (Caller caller = new Caller(clear)) {
            caller.line();
            Visitor visitor = server.net.connections().iterator().next().visitor();
            assertThat(visitor.confidential()).isFalse();
            assertThat(visitor.tlsOffered()).isTrue();
            caller.ask("TLS");
            handshake(caller);
            caller.line();
            assertThat(visitor.confidential()).isTrue();
            assertThat(visitor.tlsOffered()).isFalse();
            assertThat(visitor.tls().orElseThrow().binding("tls-server-end-point"))
                    .isPresent();
            assertThat(visitor.tls().orElseThrow().binding("tls-unique")).isEmpty();
        }
    }
}
