package org.posthouse.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A host elsewhere that takes whatever it is offered, and counts each number of {@link MailStream}. */
final class QuickSink implements AutoCloseable {
    private static final String NUMBER = "X-Load: ";

    private final ServerSocket door;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> inside = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> taken = new ConcurrentHashMap<>();

    /** At a free port of this address. */
    QuickSink(String address) throws IOException {
        door = new ServerSocket(0, 100, InetAddress.getByName(address));
        threads.execute(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** How often each number has come. */
    Map<Integer, Integer> taken() {
        return taken;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                inside.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            say(socket, "220 sink.example");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("DATA")) {
                    say(socket, "354 go on");
                    message(in);
                    say(socket, "250 taken");
                } else if (line.equals("QUIT")) {
                    say(socket, "221 bye");
                    return;
                } else {
                    say(socket, "250 fine");
                }
            }
        } catch (IOException e) {
            // It has gone; what it has not finished does not count.
        } finally {
            inside.remove(socket);
        }
    }

    private void message(BufferedReader in) throws IOException {
        int number = 0;
        for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null) {
                throw new IOException("closed within a message");
            }
            if (line.startsWith(NUMBER)) {
                number = Integer.parseInt(line.substring(NUMBER.length()));
            }
        }
        taken.merge(number, 1, Integer::sum);
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
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
