package org.posthouse.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A mail host with one answer to every recipient, whoever it is. */
final class ScriptedHost implements AutoCloseable {
    private final ServerSocket door;
    private final String answer;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ScriptedHost(String answer) throws IOException {
        this.answer = answer;
        this.door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return door.getLocalPort();
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
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            say(socket, "220 host.example");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                say(socket, line.startsWith("RCPT") ? answer : "250 fine");
            }
        } catch (IOException e) {
            // It has gone.
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
