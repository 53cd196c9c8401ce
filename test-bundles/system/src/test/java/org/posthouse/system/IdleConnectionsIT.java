package org.posthouse.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand people who have nothing to say. */
final class IdleConnectionsIT {
    private static final int CONNECTIONS = 10_000;
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    @TempDir
    Path home;

    @Test
    void tenThousandIdleConnectionsHoldNoThreadsAndLittleHeap() throws Exception {
        try (Server server = Server.demo(home)) {
            try (Imap warm = server.imap("kate@school.edu")) {
                warm.ok("SELECT INBOX");
            }
            long heapBefore = heapKib(server);
            List<SocketChannel> idle = new ArrayList<>();
            try {
                for (int i = 0; i < CONNECTIONS; i++) {
                    idle.add(connect(server.port(143)));
                }
                long threads = server.figure("Threads");
                long perConnection = (heapKib(server) - heapBefore) * 1024 / CONNECTIONS;
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
    }

    /** Connects and reads the greeting. */
    private static SocketChannel connect(int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
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

    /** In use after a full collection. */
    private static long heapKib(Server server) throws Exception {
        String pid = Long.toString(server.pid());
        Run.of(List.of("jcmd", pid, "GC.run"), "");
        String info = Run.of(List.of("jcmd", pid, "GC.heap_info"), "").out();
        long sum = 0;
        for (String line : info.lines().toList()) {
            Matcher used = USED.matcher(line);
            if (used.find() && !line.contains("etaspace") && !line.contains("class space")) {
                sum += Long.parseLong(used.group(1));
            }
        }
        assertThat(sum).as(info).isPositive();
        return sum;
    }
}
