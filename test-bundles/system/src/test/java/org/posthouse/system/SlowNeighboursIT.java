package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthouse.testkit.Ports;
import org.posthouse.testkit.dns.DnsServer;

/** Hosts that never answer, hosts that break off, and names that nobody can look up: mail to all others does not wait for them. */
final class SlowNeighboursIT {
    /** More than there are deliveries to elsewhere at a time. */
    private static final int TARPITS = 80;

    @TempDir
    Path home;

    @Test
    void s25WhoNeverAnswersHoldsUpNobodyElse() throws Exception {
        int offset = Ports.offset();
        int port = 25 + offset;
        try (DnsServer dns = DnsServer.start();
                SlowSink tarpit = new SlowSink("127.0.0.11", port);
                SlowSink good = new SlowSink("127.0.0.12", port);
                BreakingHost breaking = new BreakingHost("127.0.0.13", port);
                Site site = Site.open(home, "school.edu", "127.0.0.2", offset, dns)) {
            tarpit.silent();
            host(dns, "good.example", "127.0.0.12");
            host(dns, "breaks.example", "127.0.0.13");
            dns.mood("mute.example", DnsServer.Mood.DROPS);
            for (int i = 0; i < TARPITS; i++) {
                host(dns, "tarpit" + i + ".example", "127.0.0.11");
            }
            send(site, "ann@good.example");
            await().until(() -> good.taken() == 1);
            send(site, "ann@breaks.example");
            await().until(() -> breaking.broken() > 1);
            for (int i = 0; i < TARPITS; i++) {
                send(site, "ann@tarpit" + i + ".example");
            }
            send(site, "ann@mute.example");
            await().until(() -> tarpit.visitors() > 4);
            send(site, "ann@good.example");
            send(site, site.person("ron"));
            await().until(() -> good.taken() == 2);
            await().until(() -> site.holding("ron", "Subject: hello") == 1);
            assertThat(site.queue()).contains("ann@breaks.example", "ann@mute.example", "ann@tarpit0.example");
            try (Imap other = site.imap("kate")) {
                other.ok("NOOP");
            }
        }
    }

    private static void host(DnsServer dns, String domain, String address) {
        dns.record(domain, "MX", "10 mx." + domain + ".").record("mx." + domain, "A", address);
    }

    private static void send(Site site, String to) throws IOException {
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
