package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand people who have nothing to say. */
final class IdleConnectionsIT {
    private static final int CONNECTIONS = 10_000;
    private static final int STRANGERS = 3_000;
    /** Logged in and waiting for news, half of them for each of two people. */
    private static final int WAITING = Boolean.getBoolean("posthouse.long") ? 10_000 : 500;

    @TempDir
    static Path home;

    private static Server server;
    private static long sockets;

    @BeforeAll
    static void start() throws Exception {
        server = Server.demo(home);
        sockets = figureOfSockets();
    }

    @AfterEach
    void allAreGone() {
        // The console, which starts after the listeners, has doors too.
        Awaitility.await().until(() -> figureOfSockets() <= sockets + 10);
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    @Test
    void tenThousandIdleConnectionsHoldNoThreadsAndLittleHeap() throws Exception {
        try (Imap warm = server.imap("kate@school.edu")) {
            warm.ok("SELECT INBOX");
        }
        long heapBefore = server.heapKib();
        List<SocketChannel> idle = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                idle.add(connect(server.port(143)));
            }
            long threads = server.figure("Threads");
            long perConnection = (server.heapKib() - heapBefore) * 1024 / CONNECTIONS;
            System.out.printf(
                    "%d idle connections: %d threads, %d octets of heap each, %d MiB resident%n",
                    CONNECTIONS, threads, perConnection, server.figure("VmRSS") / 1024);
            assertThat(threads).isLessThan(150);
            assertThat(perConnection).isLessThan(10 * 1024);
            try (Smtp smtp = server.smtp()) {
                smtp.expect("250", "EHLO client.example");
                assertThat(smtp.mail("ron@example.com", "kate@school.edu", "Subject: x\r\n\r\nx\r\n"))
                        .startsWith("250");
            }
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
        }
    }

    /** All of them go on with the next version of IMAP, and it is the right ones that the next mail wakes. */
    @Test
    void i12AllWhoIdleAreHandedOverAndTheRightOnesAreWoken() throws Exception {
        List<SocketChannel> idle = new ArrayList<>();
        try {
            for (int i = 0; i < WAITING; i++) {
                SocketChannel channel = connect(server.port(143));
                idle.add(channel);
                String user = i % 2 == 0 ? "kate@school.edu" : "ron@example.com";
                say(channel, "a LOGIN " + user + " posthouse\r\nb SELECT INBOX\r\nc IDLE\r\n");
            }
            for (SocketChannel channel : idle) {
                heard(channel, "+ idling\r\n");
            }
            Callers.swap(server, "imap", addresses(idle));
            mail(server);
            for (int i = 0; i < WAITING; i++) {
                if (i % 2 == 0) {
                    heard(idle.get(i), " EXISTS\r\n");
                }
                say(idle.get(i), "DONE\r\n");
                String told = heard(idle.get(i), "c OK IDLE completed\r\n");
                assertThat(told.contains("EXISTS"))
                        .as("told again, or news of others")
                        .isFalse();
            }
        } finally {
            for (SocketChannel channel : idle) {
                channel.close();
            }
        }
    }

    /** How many mails kate has, once none is under way. */
    private static int count() throws IOException {
        SwapUnderLoadIT.awaitEmptyQueue(server);
        try (Imap imap = server.imap("kate@school.edu")) {
            return imap.count("INBOX");
        }
    }

    private static List<String> addresses(List<SocketChannel> channels) throws IOException {
        List<String> addresses = new ArrayList<>();
        for (SocketChannel channel : channels) {
            addresses.add(channel.getLocalAddress().toString().substring(1));
        }
        return addresses;
    }

    private static void say(SocketChannel channel, String text) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    /** All that is said until these words, a minute at most. */
    private static String heard(SocketChannel channel, String end) throws IOException {
        channel.socket().setSoTimeout(60_000);
        StringBuilder all = new StringBuilder();
        while (all.indexOf(end) < 0) {
            int octet = channel.socket().getInputStream().read();
            if (octet < 0) {
                throw new IOException("closed after " + all);
            }
            all.append((char) octet);
        }
        return all.toString();
    }

    /** More than there is memory for, were it all kept. */
    @Test
    void halfLinesOfThousandsOfStrangersKeepNobodyFromSendingMail() throws Exception {
        int mails = count();
        byte[] half = ("a LOGIN \"" + "x".repeat(60_000)).getBytes(StandardCharsets.US_ASCII);
        List<SocketChannel> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < STRANGERS; i++) {
                SocketChannel stranger = connect(server.port(143), "127.0.%d.%d".formatted(1 + i / 200, 1 + i % 200));
                strangers.add(stranger);
                stranger.configureBlocking(false);
                send(stranger, half);
                if (i % 500 == 0) {
                    mail(server);
                }
            }
            mail(server);
        } finally {
            for (SocketChannel stranger : strangers) {
                stranger.close();
            }
        }
        allAreGone();
        mail(server);
        try (Imap later = server.imap("kate@school.edu")) {
            Awaitility.await().until(() -> later.count("INBOX") == mails + STRANGERS / 500 + 2);
        }
    }

    /** Half of them stop in the midst of their first record, which is the largest there may be. */
    @Test
    @Tag("clients")
    void halfHandshakesOfThousandsOfStrangersHoldLittleHeapAndKeepNobodyFromTls() throws Exception {
        secured(server);
        long before = server.heapKib();
        byte[] half = Arrays.copyOf(new byte[] {22, 3, 1, 0x40, 0}, 16_000);
        List<SocketChannel> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < STRANGERS; i++) {
                SocketChannel stranger = open(server.port(993), "127.0.%d.%d".formatted(1 + i / 200, 1 + i % 200));
                strangers.add(stranger);
                stranger.configureBlocking(false);
                send(stranger, i % 2 == 0 ? half : Arrays.copyOf(half, 3));
                if (i % 500 == 0) {
                    secured(server);
                }
            }
            secured(server);
            mail(server);
            long held = server.heapKib() - before;
            System.out.printf("%d half handshakes: %d KiB of heap%n", STRANGERS, held);
            assertThat(held).isLessThan(64 * 1024);
        } finally {
            for (SocketChannel stranger : strangers) {
                stranger.close();
            }
        }
        secured(server);
    }

    /** Says hello by TLS. */
    private static void secured(Server server) throws Exception {
        Run hello = Run.of(
                List.of("curl", "-sk", "--max-time", "20", "imaps://127.0.0.1:" + server.port(993), "-X", "NOOP"), "");
        assertThat(hello.status()).as(hello.err()).isZero();
    }

    private static void mail(Server server) throws IOException {
        try (Smtp smtp = server.smtp()) {
            smtp.expect("250", "EHLO client.example");
            assertThat(smtp.mail("ron@example.com", "kate@school.edu", "Subject: x\r\n\r\nx\r\n"))
                    .startsWith("250");
            smtp.expect("221", "QUIT");
        }
    }

    /** As much of it as is taken; who is sent away takes no more. */
    private static void send(SocketChannel channel, byte[] octets) {
        try {
            channel.write(ByteBuffer.wrap(octets));
        } catch (IOException e) {
            assertThat(channel.isOpen()).isTrue();
        }
    }

    /** Sockets of the server, listening ones too. */
    private static long figureOfSockets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
            return files.filter(IdleConnectionsIT::isSocket).count();
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            // Closed meanwhile.
            return false;
        }
    }

    private static SocketChannel connect(int port) throws IOException {
        return connect(port, "127.0.0.1");
    }

    /** Connects and reads the greeting. */
    private static SocketChannel connect(int port, String from) throws IOException {
        SocketChannel channel = open(port, from);
        ByteBuffer greeting = ByteBuffer.allocate(512);
        while (channel.read(greeting) >= 0) {
            String so = new String(greeting.array(), 0, greeting.position(), StandardCharsets.US_ASCII);
            if (so.endsWith("\r\n")) {
                assertThat(so).startsWith("* OK");
                return channel;
            }
        }
        throw new IOException("closed instead of a greeting");
    }

    private static SocketChannel open(int port, String from) throws IOException {
        SocketChannel channel = SocketChannel.open().bind(new InetSocketAddress(from, 0));
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return channel;
    }
}
