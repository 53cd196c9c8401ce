package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.testkit.Ports;
import org.posthouse.testkit.dns.DnsServer;

/**
 * Hosts that never answer, hosts that break off, names that nobody can look up or of which name servers say nonsense, and a directory
 * that hangs: mail to all others does not wait for them, and theirs arrives when they are well again.
 */
final class SlowNeighboursIT {
    /** More than there are deliveries to elsewhere at a time. */
    private static final int TARPITS = 80;

    private static final String DIRECTORY = "org.posthouse.naughty.directory";
    private static final boolean LONG = Boolean.getBoolean("posthouse.long");
    private static final int HEADER = 12;

    @TempDir
    static Path home;

    private static DnsServer dns;
    private static SlowSink good;
    private static Site site;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        int offset = Ports.offset();
        port = 25 + offset;
        dns = DnsServer.start();
        good = new SlowSink("127.0.0.12", port);
        site = Site.open(home, "school.edu", "127.0.0.2", offset, dns);
        host("good.example", "127.0.0.12");
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
        good.close();
        dns.close();
    }

    @Test
    void s25WhoNeverAnswersHoldsUpNobodyElse() throws Exception {
        try (SlowSink tarpit = new SlowSink("127.0.0.11", port);
                BreakingHost breaking = new BreakingHost("127.0.0.13", port)) {
            tarpit.silent();
            host("breaks.example", "127.0.0.13");
            dns.mood("mute.example", DnsServer.Mood.DROPS);
            for (int i = 0; i < TARPITS; i++) {
                host("tarpit" + i + ".example", "127.0.0.11");
            }
            goodMailArrives();
            send("ann@breaks.example");
            await().until(() -> breaking.broken() > 1);
            for (int i = 0; i < TARPITS; i++) {
                send("ann@tarpit" + i + ".example");
            }
            send("ann@mute.example");
            await().until(() -> tarpit.visitors() > 4);
            goodMailArrives();
            ronsMailArrives();
            assertThat(site.queue()).contains("ann@breaks.example", "ann@mute.example", "ann@tarpit0.example");
        }
        assertThat(site.posthouse("queue", "delete", "--all").status()).isZero();
    }

    @Test
    void d01NonsenseOfANameServerPutsOffThatMailAlone() throws Exception {
        dns.wire(SlowNeighboursIT::garbled);
        List<String> spoiled = List.of("loop", "cut", "id", "question", "count", "noise", "chain", "nul", "dot");
        spoiled.forEach(kind -> host(kind + ".example", "127.0.0.12"));
        dns.without("chain.example").record("chain.example", "CNAME", "c1.example.");
        for (int i = 1; i <= 20; i++) {
            dns.record("c" + i + ".example", "CNAME", "c" + (i + 1) + ".example.");
        }
        dns.record("c21.example", "MX", "10 mx.good.example.");
        dns.without("nul.example").record("nul.example", "MX", "10 a\\000b.example.");
        dns.without("dot.example").record("dot.example", "MX", "10 a\\.b.example.");
        for (String kind : spoiled) {
            send("ann@" + kind + ".example");
        }
        goodMailArrives();
        ronsMailArrives();
        for (String kind : spoiled) {
            await().untilAsserted(() -> assertThat(site.queue().split("\"id\""))
                    .as(kind)
                    .anyMatch(mail -> mail.contains("ann@" + kind + ".example") && mail.contains("\"4.4.")));
        }
        goodMailArrives();
        int before = good.taken();
        dns.wire(octets -> octets)
                .without("chain.example")
                .without("nul.example")
                .without("dot.example");
        Stream.of("chain", "nul", "dot").forEach(kind -> host(kind + ".example", "127.0.0.12"));
        await().until(() -> good.taken() == before + spoiled.size());
    }

    /** An answer as the name it is about wants it. */
    private static byte[] garbled(byte[] octets) {
        String kind = new String(octets, HEADER + 1, octets[HEADER], StandardCharsets.US_ASCII);
        switch (kind) {
            case "loop" -> {
                octets[HEADER] = (byte) 0xc0;
                octets[HEADER + 1] = HEADER;
            }
            case "cut" -> {
                return Arrays.copyOf(octets, HEADER + 8);
            }
            case "id" -> octets[0] ^= 1;
            case "question" -> octets[HEADER + 1] = 'x';
            case "count" -> octets[6] = (byte) 0xff;
            case "noise" -> Arrays.fill(octets, HEADER + kind.length() + 14, octets.length, (byte) 0xee);
            default -> {}
        }
        return octets;
    }

    @Test
    void aDirectoryThatHangsPutsOffItsOwnUsersAlone() throws Exception {
        site.posthouse("config", "set", "org.posthouse.core.accounts", "directoryDeadlineSeconds=3");
        site.posthouse("config", "set", "org.posthouse.core.accounts", "rememberedAnswerSeconds=0");
        site.posthouse("config", "set", "org.posthouse.core.accounts", "rememberedWhileAwaySeconds=0");
        Files.copy(Distribution.naughtyFilter(), home.resolve("plugins/naughty-filter.jar"));
        for (int seconds : LONG ? new int[] {6, 100_000} : new int[] {100_000}) {
            itAnswersAfter(0);
            await().until(() -> recipient("ann@slow.example").startsWith("250"));
            itAnswersAfter(seconds);
            await().until(() -> recipient("ann@slow.example").startsWith("451 4."));
            for (int i = 0; i < 2; i++) {
                assertThat(recipient("ann@slow.example")).startsWith("451 4.");
                assertThat(recipient(site.person("kate"))).startsWith("250");
            }
            ronsMailArrives();
            goodMailArrives();
        }
        itAnswersAfter(0);
        await().until(() -> recipient("ann@slow.example").startsWith("250"));
        assertThat(recipient("nobody@slow.example")).startsWith("550 5.1.1");
    }

    /** Once the directory is here to be told so. */
    private static void itAnswersAfter(int seconds) {
        await().until(() ->
                site.posthouse("config", "set", DIRECTORY, "seconds=" + seconds).status() == 0);
    }

    /** What is said to this recipient. */
    private static String recipient(String address) throws IOException {
        try (Smtp smtp = new Smtp(InetAddress.getByName(site.host()), port)) {
            smtp.expect("250", "EHLO client.example");
            smtp.expect("250", "MAIL FROM:<tom@elsewhere.example>");
            return smtp.ask("RCPT TO:<" + address + ">");
        }
    }

    private static void goodMailArrives() throws Exception {
        int before = good.taken();
        send("ann@good.example");
        await().until(() -> good.taken() == before + 1);
    }

    private static void ronsMailArrives() throws Exception {
        long before = site.holding("ron", "Subject: hello");
        send(site.person("ron"));
        await().until(() -> site.holding("ron", "Subject: hello") == before + 1);
        try (Imap other = site.imap("kate")) {
            other.ok("NOOP");
        }
    }

    private static void host(String domain, String address) {
        dns.record(domain, "MX", "10 mx." + domain + ".").record("mx." + domain, "A", address);
    }

    private static void send(String to) throws IOException {
        assertThat(site.send("kate", to, "hello")).startsWith("250");
    }

    /** A mail host that resets the connection in the midst of a message. */
    private static final class BreakingHost implements AutoCloseable {
        private final ServerSocket door;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicInteger broken = new AtomicInteger();

        BreakingHost(String address, int port) throws IOException {
            door = new ServerSocket(port, 50, InetAddress.getByName(address));
            thread.execute(this::serve);
        }

        int broken() {
            return broken.get();
        }

        private void serve() {
            while (!door.isClosed()) {
                try (Socket socket = door.accept()) {
                    for (String reply :
                            List.of("220 breaks.example", "250 fine", "250 fine", "250 fine", "354 go on")) {
                        socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
                        int octet = socket.getInputStream().read();
                        while (octet >= 0 && octet != '\n') {
                            octet = socket.getInputStream().read();
                        }
                    }
                    socket.setSoLinger(true, 0);
                    broken.incrementAndGet();
                } catch (IOException e) {
                    // It has gone first, or this is closed.
                }
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
            thread.shutdown();
        }
    }
}
