package org.posthouse.core.net;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A client that does as it is told. */
final class Caller implements AutoCloseable {
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    Caller(Door door) throws IOException {
        this(new Socket(), door);
    }

    Caller(Socket unconnected, Door door) throws IOException {
        unconnected.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), Server.port(door)), 60_000);
        use(unconnected);
    }

    /** @param connected already */
    Caller(Socket connected) throws IOException {
        use(connected);
    }

    void use(Socket its) throws IOException {
        socket = its;
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** From here on what is sent and read is compressed. */
    Caller compress() throws IOException {
        in = new BufferedInputStream(new InflaterInputStream(in, new Inflater(true)));
        out = new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true), true);
        return this;
    }

    Socket socket() {
        return socket;
    }

    Caller send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Caller send(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
        return this;
    }

    /** The next line without its end; empty text at the end of all. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            line.write(octet);
        }
        return line.size() == 0 ? "" : "cut short: " + line;
    }

    String ask(String text) throws IOException {
        return send(text + "\r\n").line();
    }

    byte[] read(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** Whether the server has closed its half without a reset. */
    boolean ended() throws IOException {
        return in.read() < 0;
    }

    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
