package org.posthouse.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A mail host that keeps what it is told to the octet: commands, and messages as they are on the wire. Refuses recipients named nobody. */
final class RawSink implements AutoCloseable {
    private static final String END = "\r\n.\r\n";

    private final ServerSocket door;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();

    RawSink() throws IOException {
        door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Lines of commands, without their ends, an octet a character. */
    List<String> commands() {
        return commands;
    }

    /** What came between DATA and its end, an octet a character. */
    List<String> messages() {
        return messages;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            say(socket, "220 sink.example");
            while (true) {
                String line = until(in, "\r\n");
                commands.add(line);
                if (line.equals("DATA")) {
                    say(socket, "354 go on");
                    // The end counts only at the beginning of a line, which the message begins with.
                    messages.add(until(in, END));
                    say(socket, "250 taken");
                } else {
                    say(socket, line.startsWith("RCPT TO:<nobody@") ? "550 5.1.1 nobody" : "250 fine");
                }
            }
        } catch (IOException e) {
            // It has gone.
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String until(InputStream in, String end) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        String tail = "";
        while (!tail.equals(end)) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed");
            }
            octets.write(octet);
            tail = (tail + (char) octet).substring(tail.length() < end.length() ? 0 : 1);
        }
        String all = octets.toString(StandardCharsets.ISO_8859_1);
        return all.substring(0, all.length() - end.length());
    }

    @Override
    public void close() throws IOException {
        door.close();
        var unused = threads.shutdownNow();
    }
}
