package org.posthouse.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A small POP3 client: commands as they are typed, an octet a character. */
final class Pop3 implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 180_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** Connects and reads the greeting. */
    Pop3(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
        line();
    }

    /** The first line of the answer. */
    String ask(String command) throws IOException {
        out.write((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return line();
    }

    /** The first line of the answer, which is to be a good one. */
    String ok(String command) throws IOException {
        String answer = ask(command);
        if (!answer.startsWith("+OK")) {
            throw new IOException(command + " was answered " + answer);
        }
        return answer;
    }

    /** Logs in with the password of the demonstration; what was answered to it. */
    String login(String user) throws IOException {
        ok("USER " + user);
        return ask("PASS posthouse");
    }

    /** The lines of a multi-line answer, unstuffed. */
    List<String> lines(String command) throws IOException {
        ok(command);
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.equals("."); line = line()) {
            lines.add(line.startsWith(".") ? line.substring(1) : line);
        }
        return lines;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("closed after '" + line + "'");
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IOException("a line without CR: " + text);
        }
        return text.substring(0, text.length() - 1);
    }

    /** As a process dies: the connection is reset. */
    void die() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
