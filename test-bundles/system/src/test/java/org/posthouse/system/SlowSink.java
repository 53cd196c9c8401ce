package org.posthouse.system;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail host that stops reading in the midst of a message until it is told to hurry, or that never says anything. */
final class SlowSink implements AutoCloseable {
    private static final int MIDST = 100_000;

    private final ServerSocket door;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> inside = ConcurrentHashMap.newKeySet();
    private final CountDownLatch midst = new CountDownLatch(1);
    private final CountDownLatch hurry = new CountDownLatch(1);
    private final AtomicInteger visitors = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private volatile int lastSize;
    private volatile boolean silent;

    SlowSink(String address, int port) throws IOException {
        door = new ServerSocket(port, 100, InetAddress.getByName(address));
        threads.execute(this::accept);
    }

    /** Whoever comes from now on is not even greeted. */
    void silent() {
        silent = true;
    }

    void hurry() {
        hurry.countDown();
    }

    /** Waits until a message has come half way. */
    boolean inTheMidst(Duration patience) throws InterruptedException {
        return midst.await(patience.toSeconds(), TimeUnit.SECONDS);
    }

    int visitors() {
        return visitors.get();
    }

    /** Messages that have come as a whole. */
    int taken() {
        return taken.get();
    }

    /** Octets of the last one, as it was on the wire. */
    int lastSize() {
        return lastSize;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                inside.add(socket);
                visitors.incrementAndGet();
                if (!silent) {
                    threads.execute(() -> serve(socket));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            say(socket, "220 slow.example");
            while (true) {
                String line = line(in);
                say(socket, line.equals("DATA") ? "354 go on" : "250 fine");
                if (line.equals("DATA")) {
                    lastSize = message(in);
                    taken.incrementAndGet();
                    say(socket, "250 taken");
                }
            }
        } catch (IOException e) {
            // It has gone; what it has not finished does not count.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("closed");
            }
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    /** Its size; ends with a dot on a line of its own. */
    private int message(InputStream in) throws IOException, InterruptedException {
        int size = 0;
        int matched = 2;
        String end = "\r\n.\r\n";
        while (matched < end.length()) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed within a message");
            }
            matched = octet == end.charAt(matched) ? matched + 1 : octet == '\r' ? 1 : 0;
            if (++size == MIDST) {
                midst.countDown();
                hurry.await();
            }
        }
        return size - 3;
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : inside) {
            socket.close();
        }
        var unused = threads.shutdownNow();
    }
}
