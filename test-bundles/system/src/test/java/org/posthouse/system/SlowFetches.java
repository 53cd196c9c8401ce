package org.posthouse.system;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** IMAP clients that fetch something large again and again, over one connection each, slowly, and look at every octet. */
final class SlowFetches {
    private static final int PIECE = 32_768;
    private static final Duration REST = Duration.ofMillis(25);

    private final Crew crew;
    private final int port;
    private final byte[] message;
    private final AtomicInteger fetched = new AtomicInteger();

    SlowFetches(Crew crew, int port, byte[] message) {
        this.crew = crew;
        this.port = port;
        this.message = message;
    }

    /** So many of this user, whose INBOX has nothing but the message. */
    void begin(String user, int clients) {
        for (int i = 0; i < clients; i++) {
            crew.send("fetch by " + user, () -> fetch(user));
        }
    }

    /** Whole messages that have come. */
    int fetched() {
        return fetched.get();
    }

    private void fetch(String user) throws IOException {
        try (Socket socket = new Socket()) {
            // Or the system would take most of the message in one gulp.
            socket.setReceiveBufferSize(PIECE);
            socket.setSoTimeout(60_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            InputStream in = new BufferedInputStream(socket.getInputStream(), PIECE);
            line(in);
            ok(socket, in, "LOGIN " + user + " posthouse");
            ok(socket, in, "EXAMINE INBOX");
            while (!crew.over()) {
                say(socket, "a FETCH 1 BODY.PEEK[]");
                String line = line(in);
                if (!Crew.strict() && line.startsWith("a NO [UNAVAILABLE]")) {
                    LockSupport.parkNanos(REST.toNanos());
                    continue;
                }
                while (!line.endsWith("BODY[] {" + message.length + "}")) {
                    if (!line.startsWith("* OK")) {
                        throw new IOException("FETCH was answered " + line);
                    }
                    line = line(in);
                }
                compare(in);
                awaitOk(in, "FETCH");
                fetched.incrementAndGet();
            }
            ok(socket, in, "LOGOUT");
        }
    }

    private void compare(InputStream in) throws IOException {
        for (int at = 0; at < message.length; at += PIECE) {
            int length = Math.min(PIECE, message.length - at);
            byte[] piece = in.readNBytes(length);
            if (!Arrays.equals(piece, 0, piece.length, message, at, at + length)) {
                throw new IOException("other octets than were put in, from " + at + "; there were " + piece.length);
            }
            if (!crew.over()) {
                LockSupport.parkNanos(REST.toNanos());
            }
        }
    }

    private static void ok(Socket socket, InputStream in, String command) throws IOException {
        say(socket, "a " + command);
        awaitOk(in, command);
    }

    private static void awaitOk(InputStream in, String command) throws IOException {
        String line = line(in);
        while (!line.startsWith("a ")) {
            line = line(in);
        }
        if (!line.startsWith("a OK")) {
            throw new IOException(command + " was answered " + line);
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("closed after '" + line + "'");
            }
            line.append((char) octet);
        }
        return line.toString().strip();
    }
}
