package org.posthouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.api.mail.Content;
import org.posthouse.api.mail.FileRange;
import org.posthouse.core.net.DoorSettings.Security;

/** Large contents in files: who copies them, and who does not. */
@ExtendWith(Leaks.class)
class FilesToSocketsTest {
    private static final int SIZE = (9 << 20) + 70_001;
    /** Below this it is gathered with what stands next to it. */
    private static final int REST = 1 << 16;

    @TempDir
    Path folder;

    private final byte[] octets = new byte[SIZE];
    private final AtomicLong copied = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Parrot parrot = new Parrot("1");
    private Server server;
    private Door door;
    private FileChannel file;

    @BeforeEach
    void open() throws IOException {
        new Random(1).nextBytes(octets);
        Path path = folder.resolve("large");
        Files.write(path, octets);
        file = FileChannel.open(path);
        parrot.contents.add(new Large());
        server = new Server(folder).with(parrot);
        door = server.listen(Security.STARTTLS);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        file.close();
    }

    private Caller caller() throws IOException {
        return greeted(new Caller(door));
    }

    private static Caller greeted(Caller caller) throws IOException {
        assertThat(caller.line()).startsWith("HELLO 1");
        return caller;
    }

    private void asksForIt(Caller caller) throws IOException {
        assertThat(caller.ask("CONTENT")).isEqualTo("content");
        assertThat(caller.read(SIZE)).isEqualTo(octets);
        assertThat(caller.line()).isEmpty();
        assertThat(caller.ask("polly")).isEqualTo("polly crlf=true");
        Awaitility.await().untilTrue(closed);
    }

    @Test
    void nobodyCopiesWhatTheSystemTakesFromTheFile() throws IOException {
        try (Caller caller = caller()) {
            asksForIt(caller);
        }
        assertThat(copied).hasValueLessThan(REST);
    }

    @Test
    void ofAPieceOfTheFileNoMoreIsSent() throws IOException {
        parrot.contents.clear();
        parrot.contents.add(
                Content.join(List.of(Content.of("before".getBytes(StandardCharsets.US_ASCII)), new Large())));
        try (Caller caller = caller()) {
            assertThat(caller.ask("CONTENT")).isEqualTo("content");
            assertThat(caller.read(6)).asString().isEqualTo("before");
            assertThat(caller.read(SIZE)).isEqualTo(octets);
            assertThat(caller.line()).isEmpty();
        }
    }

    @Test
    void tlsEncryptsAllOfIt() throws Exception {
        try (Caller caller = caller()) {
            caller.ask("TLS");
            SSLSocket tls = (SSLSocket) TestCertificates.client()
                    .getSocketFactory()
                    .createSocket(caller.socket(), "localhost", Server.port(door), true);
            tls.startHandshake();
            caller.use(tls);
            assertThat(caller.line()).startsWith("secured");
            asksForIt(caller);
        }
        assertThat(copied).hasValue(SIZE);
    }

    @Test
    void deflateCompressesAllOfIt() throws IOException {
        try (Caller caller = caller()) {
            assertThat(caller.ask("COMPRESS")).isEqualTo("go");
            assertThat(caller.compress().line()).isEqualTo("Compressed");
            asksForIt(caller);
        }
        assertThat(copied).hasValue(SIZE);
    }

    @Test
    void whatTheSystemDoesNotTakeFromTheFileIsCopied() throws IOException {
        file.close();
        try (Caller caller = caller()) {
            asksForIt(caller);
        }
        assertThat(copied).hasValue(SIZE);
    }

    /** It is held by nobody while nobody reads it, and a new version goes on with it. */
    @Test
    void whoReadsLateIsGivenTheRestByTheNextVersion() throws IOException {
        Socket small = new Socket();
        small.setReceiveBufferSize(4_096);
        try (Caller late = greeted(new Caller(small, door))) {
            late.send("CONTENT\r\n");
            assertThat(late.line()).isEqualTo("content");
            Parrot second = new Parrot("2");
            server.with(second);
            assertThat(server.net.unreadOctets()).isLessThan(REST);
            assertThat(late.read(SIZE)).isEqualTo(octets);
            assertThat(late.line()).isEmpty();
            Awaitility.await().until(() -> second.talks.get() == 1);
            assertThat(late.ask("VERSION")).isEqualTo("2");
        }
        assertThat(copied).hasValueLessThan(REST);
    }

    /** As a disk that loses what it was given: what is missing cannot be waited for. */
    @Test
    void aFileThatIsCutShortEndsTheConnectionAndIsNotAskedAgainAndAgain() throws IOException {
        int there = 3 << 20;
        Path path = folder.resolve("cut");
        Files.write(path, Arrays.copyOf(octets, there));
        try (FileChannel cut = FileChannel.open(path);
                Caller caller = caller()) {
            parrot.contents.clear();
            parrot.contents.add(new Large(cut, Content.of(Arrays.copyOf(octets, there))));
            assertThat(caller.ask("CONTENT")).isEqualTo("content");
            assertThat(caller.read(there)).isEqualTo(Arrays.copyOf(octets, there));
            assertThat(caller.socket().getInputStream().read()).isNegative();
        }
        Awaitility.await().untilTrue(closed);
    }

    @Test
    void whoLeavesInTheMidstOfItLeavesNothingOpen() throws IOException {
        Socket small = new Socket();
        small.setReceiveBufferSize(4_096);
        try (Caller caller = greeted(new Caller(small, door))) {
            assertThat(caller.ask("CONTENT")).isEqualTo("content");
            caller.read(100_000);
        }
        Awaitility.await().untilTrue(closed);
        Awaitility.await().until(() -> server.net.connections().isEmpty());
    }

    /** Tells how much of it was copied. */
    private final class Large implements Content {
        private final FileChannel from;
        private final Content copy;

        Large() {
            this(file, Content.of(octets));
        }

        Large(FileChannel from, Content copy) {
            this.from = from;
            this.copy = copy;
        }

        @Override
        public long size() {
            return SIZE;
        }

        @Override
        public InputStream open() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<FileRange> inFile(long offset) {
            return FileRange.within(from, 0, SIZE, offset);
        }

        @Override
        public long transferTo(long offset, long count, WritableByteChannel target) throws IOException {
            long gone = copy.transferTo(offset, count, target);
            copied.addAndGet(gone);
            return gone;
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }
}
