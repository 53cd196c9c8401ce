package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.core.net.DoorSettings.Security;

/** DEFLATE between socket and frames, RFC 4978: with friends, with foes, and what is left of it afterwards. */
@ExtendWith(Leaks.class)
class CompressionTest {
    private static final int MEBI = 1 << 20;
    private static final String GARBLED = "BYE true what you send cannot be decompressed";

    @TempDir
    Path folder;

    private final Parrot parrot = new Parrot("1");
    private final List<Caller> callers = new ArrayList<>();
    private Server server;
    private Door door;

    @BeforeEach
    void open() throws IOException {
        server = new Server(folder).with(parrot);
        door = server.listen(Security.STARTTLS);
    }

    @AfterEach
    void close() throws IOException {
        parrot.hung.countDown();
        for (Caller caller : callers) {
            caller.close();
        }
        Awaitility.await().until(() -> server.net.compressions() == 0);
        Awaitility.await().until(() -> server.net.waitingOctets() == 0);
        server.close();
    }

    @Test
    void bothDirectionsAreCompressedFromThereOn() throws IOException {
        Caller caller = compressed();
        assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
        caller.send("BIG 3000000\r\n");
        assertThat(caller.line()).isEqualTo("big");
        assertThat(caller.read(3_000_002)).startsWith('x', 'x').endsWith('x', '\r', '\n');
        assertThat(caller.ask("COMPRESS")).isEqualTo("not offered");
        assertThat(server.net.compressions()).isEqualTo(1);
    }

    @Test
    void itIsDoneInsideOfTls() throws Exception {
        Caller caller = caller();
        caller.ask("TLS");
        SSLSocket tls = (SSLSocket) TestCertificates.client()
                .getSocketFactory()
                .createSocket(caller.socket(), "localhost", Server.port(door), true);
        tls.startHandshake();
        caller.use(tls);
        assertThat(caller.line()).startsWith("secured");
        assertThat(caller.ask("COMPRESS")).isEqualTo("go");
        assertThat(caller.compress().line()).isEqualTo("Compressed");
        assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
    }

    @RepeatedTest(5)
    void octetsInTheSamePacketAsTheCommandAreInflated() throws IOException {
        Caller caller = caller();
        caller.send(join("COMPRESS\r\n".getBytes(StandardCharsets.US_ASCII), deflated("polly\r\n", false)));
        assertThat(caller.line()).isEqualTo("go");
        caller.compress();
        assertThat(caller.line()).isEqualTo("Compressed");
        assertThat(caller.line()).isEqualTo("polly crlf=true");
    }

    @Test
    void whoGoesOnInClearTextIsToldSo() throws IOException {
        Caller caller = caller();
        caller.send("COMPRESS\r\npolly\r\n");
        assertThat(caller.line()).isEqualTo("go");
        caller.compress();
        String first = caller.line();
        // What came too early is looked at while the first compressed line is written.
        assertThat(first.equals("Compressed") ? caller.line() : first).isEqualTo(GARBLED);
    }

    @Test
    void linesBeforeGarbageAreServedAndThenItEnds() throws IOException {
        Caller caller = caller();
        assertThat(caller.ask("COMPRESS")).isEqualTo("go");
        byte[] garbage = new byte[300];
        Arrays.fill(garbage, (byte) 0xFF);
        caller.send(join(deflated("one\r\ntwo\r\nthr", false), garbage));
        caller.compress();
        assertThat(caller.line()).isEqualTo("Compressed");
        assertThat(caller.line()).isEqualTo("one crlf=true");
        assertThat(caller.line()).isEqualTo("two crlf=true");
        assertThat(caller.line()).isEqualTo(GARBLED);
    }

    @Test
    void nothingComesBehindTheEndOfTheStream() throws IOException {
        Caller caller = caller();
        assertThat(caller.ask("COMPRESS")).isEqualTo("go");
        caller.send(deflated("one\r\n", true)).send("x");
        caller.compress();
        assertThat(caller.line()).isEqualTo("Compressed");
        assertThat(caller.line()).isEqualTo("one crlf=true");
        assertThat(caller.line()).isEqualTo(GARBLED);
    }

    @Test
    void aBombMeetsTheLimitOfALine() throws IOException {
        Caller caller = compressed();
        try {
            caller.send(new byte[64 * MEBI]);
        } catch (SocketException e) {
            // It was told before it had sent all.
            assertThat(e).hasMessageMatching("Broken pipe|Connection reset.*");
        }
        assertThat(caller.line()).isEqualTo("too long false");
    }

    @Test
    void aBombMeetsTheLimitOfAText() throws IOException {
        Caller caller = compressed();
        assertThat(caller.ask("TEXT 100000")).isEqualTo("go");
        caller.send(new byte[16 * MEBI]).send("\r\n.\r\n");
        assertThat(caller.line()).isEqualTo("too long true");
        assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
    }

    @Test
    void aLiteralIsCountedInflated() throws IOException {
        Caller caller = compressed();
        caller.send("BYTES " + 16 * MEBI + "\r\n").send(new byte[16 * MEBI]).send("polly\r\n");
        assertThat(caller.line()).startsWith("data " + 16 * MEBI + " ");
        assertThat(caller.line()).isEqualTo("polly crlf=true");
    }

    @Test
    void aBombIsNotInflatedWhileNobodyTakesIt() throws IOException {
        Caller caller = compressed();
        caller.send("HANG\r\n");
        caller.send(new byte[8 * MEBI]);
        Awaitility.await().until(() -> server.net.waitingOctets() > 1 << 15);
        // Whoever shares its event loop is served meanwhile.
        for (int i = 0; i < 8; i++) {
            assertThat(caller().ask("polly")).isEqualTo("polly crlf=true");
        }
        assertThat(server.net.waitingOctets()).isLessThan(1 << 17);
        parrot.hung.countDown();
        assertThat(caller.line()).isEqualTo("unhung");
        assertThat(caller.line()).isEqualTo("too long false");
    }

    @Test
    void whatWasSentBeforeTheClientsEndIsAnswered() throws IOException {
        Caller caller = compressed();
        int lines = 50_000;
        caller.send("HANG\r\n");
        caller.send("a\r\n".repeat(lines));
        caller.socket().shutdownOutput();
        parrot.hung.countDown();
        assertThat(caller.line()).isEqualTo("unhung");
        for (int i = 0; i < lines; i++) {
            assertThat(caller.line()).isEqualTo("a crlf=true");
        }
    }

    @Test
    void theNextVersionGoesOnWithAHalfLine() throws IOException {
        Caller caller = compressed();
        caller.send("HEA");
        server.with(new Parrot("2"));
        caller.send("RD\r\nVERSION\r\n");
        assertThat(caller.line()).isEqualTo("3");
        assertThat(caller.line()).isEqualTo("2");
    }

    @Test
    void itIsOfferedToSoManyOnly() throws IOException {
        for (int i = 0; i < Server.COMPRESSIONS; i++) {
            compressed();
        }
        assertThat(caller().ask("COMPRESS")).isEqualTo("not offered");
        callers.get(0).hangUp();
        Awaitility.await().until(() -> server.net.compressions() < Server.COMPRESSIONS);
        compressed();
    }

    @Test
    void whoBreaksOffInTheMidstLeavesNothing() throws IOException {
        for (int i = 0; i < 10; i++) {
            Caller caller = caller();
            caller.send(join("COMPRESS\r\n".getBytes(StandardCharsets.US_ASCII), deflated("x".repeat(i * 50), false)));
            caller.hangUp();
            compressed().send("BYTES 5000\r\n123").hangUp();
        }
        Awaitility.await().until(() -> server.net.connections().isEmpty());
    }

    private Caller caller() throws IOException {
        Caller caller = new Caller(door);
        callers.add(caller);
        assertThat(caller.line()).startsWith("HELLO");
        return caller;
    }

    private Caller compressed() throws IOException {
        Caller caller = caller();
        assertThat(caller.ask("COMPRESS")).isEqualTo("go");
        assertThat(caller.compress().line()).isEqualTo("Compressed");
        return caller;
    }

    private static byte[] deflated(String text, boolean last) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        DeflaterOutputStream out = new DeflaterOutputStream(octets, deflater, true);
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        if (last) {
            out.finish();
        } else {
            out.flush();
        }
        deflater.end();
        return octets.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
