package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of clients, each of which says an octet now and then: it is the whole that must be in time, not the next octet. */
final class SlowlorisIT {
    private static final int CLIENTS = Boolean.getBoolean("posthouse.long") ? 2000 : 600;
    private static final int PATIENCE = 5;
    /** Long enough for whoever does bring a mail, however busy the machine is. */
    private static final int MAIL_PATIENCE = 15;

    @TempDir
    Path home;

    @Test
    void s18ClientsThatDripAreSentAwayInTimeAndOthersAreServed() throws Exception {
        try (Server server = Server.demo(home)) {
            set(server, "org.posthouse.protocol.smtp", PATIENCE, "commandSeconds", "dataSeconds", "loginSeconds");
            set(server, "org.posthouse.protocol.smtp", MAIL_PATIENCE, "mailSeconds");
            set(server, "org.posthouse.core.net", PATIENCE, "handshakeSeconds");
            set(server, "org.posthouse.core.net.listener~imap", PATIENCE, "loginSeconds");
            List<Drip> drips = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    drips.add(drip(server, i));
                }
                await().pollInterval(Duration.ofSeconds(1))
                        .atMost(Duration.ofMinutes(3))
                        .until(() -> {
                            drips.forEach(Drip::drop);
                            serves(server);
                            return drips.stream().allMatch(Drip::over);
                        });
            } finally {
                for (Drip drip : drips) {
                    drip.channel.close();
                }
            }
            assertThat(server.terminate()).isZero();
        }
    }

    private static void set(Server server, String pid, int seconds, String... keys) throws Exception {
        List<String> words = new ArrayList<>(List.of("config", "set", pid));
        for (String key : keys) {
            words.add(key + "=" + seconds);
        }
        Run run = server.posthouse(words.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
    }

    private static void serves(Server server) throws IOException {
        try (Smtp other = server.smtp()) {
            other.expect("250", "EHLO client.example");
            assertThat(other.mail("ron@example.com", "kate@school.edu", "Subject: x\r\n\r\nx\r\n"))
                    .startsWith("250");
        }
    }

    /** In the greeting, in the midst of a mail, of a login, of commands before login, and of a handshake; and with whole commands for nothing. */
    private static Drip drip(Server server, int number) throws IOException {
        String mail = "EHLO c.example\r\nMAIL FROM:<ron@example.com>\r\nRCPT TO:<kate@school.edu>\r\nDATA\r\n";
        return switch (number % 6) {
            case 0 -> new Drip(server.port(25), "", "EHLO client.example.and.so.on");
            case 1 -> new Drip(server.port(25), mail, "Subject: drip");
            case 2 -> new Drip(server.port(587), "EHLO c.example\r\nAUTH LOGIN\r\n", "a3JvbkBleGFtcGxl");
            case 3 -> new Drip(server.port(143), "", "a NOOP\r\n");
            case 4 -> new Drip(server.port(25), "EHLO c.example\r\n", "NOOP\r\n").whole();
            default -> new Drip(server.port(993), "\u0016\u0003\u0001", "\u0001");
        };
    }

    /** One of them. What it is told is not its concern. */
    private static final class Drip {
        private final SocketChannel channel;
        private final byte[] words;
        private final ByteBuffer heard = ByteBuffer.allocate(4096);
        private int said;
        private int piece = 1;
        private boolean over;

        Drip(int port, String first, String words) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.configureBlocking(false);
            this.words = words.getBytes(StandardCharsets.ISO_8859_1);
            channel.write(ByteBuffer.wrap(first.getBytes(StandardCharsets.ISO_8859_1)));
        }

        /** Says all of its words each time. */
        Drip whole() {
            piece = words.length;
            return this;
        }

        /** The next octet, again from the first after the last. */
        void drop() {
            try {
                over = over || channel.read(heard.clear()) < 0;
                if (!over) {
                    channel.write(ByteBuffer.wrap(words, piece * said++ % words.length, piece));
                }
            } catch (IOException e) {
                over = true;
            }
        }

        boolean over() {
            return over;
        }
    }
}
