package org.posthouse.system;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** One TCP connection that speaks whatever it is told to, an octet a character, with TLS and compression when these are wanted. */
final class Caller implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 180_000;
    private static final int SMALL_BUFFER = 4096;
    private static final Pattern MORE = Pattern.compile("\\d\\d\\d-");

    private final Socket tcp;
    private final int port;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    /** Connects; nothing is read. */
    Caller(int port) throws IOException {
        this(port, Caller::connected);
    }

    /** Connects from this address of loopback; nothing is read. */
    static Caller from(String address, int port) throws IOException {
        return new Caller(
                port, to -> new Socket(InetAddress.getLoopbackAddress(), to, InetAddress.getByName(address), 0));
    }

    private Caller(int port, Way way) throws IOException {
        tcp = way.to(port);
        this.port = port;
        use(tcp);
    }

    /** A client whose system takes in little at a time. */
    static Caller slow(int port) throws IOException {
        return new Caller(port, to -> {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(SMALL_BUFFER);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
            return socket;
        });
    }

    private static Socket connected(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private void use(Socket chosen) throws IOException {
        socket = chosen;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), SMALL_BUFFER);
        out = socket.getOutputStream();
    }

    /** Our end, as the server shows it. */
    String address() {
        return tcp.getLocalAddress().getHostAddress() + ":" + tcp.getLocalPort();
    }

    /** TLS from here on; the certificate is not looked at. */
    Caller secure() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, "localhost", port, true);
            tls.startHandshake();
            use(tls);
            return this;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Compression from here on, RFC 4978 §3: raw deflate both ways. */
    Caller compress() throws IOException {
        in = new BufferedInputStream(new InflaterInputStream(in, new Inflater(true)), SMALL_BUFFER);
        out = new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true), SMALL_BUFFER, true);
        return this;
    }

    Caller send(String octets) throws IOException {
        return send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    Caller send(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
        return this;
    }

    /** Without its end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("closed after '" + line + "'");
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** The line that ends an answer: what is untagged, or goes on after a hyphen, is passed over. */
    String reply() throws IOException {
        String line = line();
        while (line.startsWith("* ") || MORE.matcher(line).lookingAt()) {
            line = line();
        }
        return line;
    }

    /** Says a line and insists on a reply that begins so. */
    String expect(String begin, String line) throws IOException {
        send(line + "\r\n");
        return expect(begin);
    }

    /** Insists on a reply that begins so. */
    String expect(String begin) throws IOException {
        String reply = reply();
        if (!reply.startsWith(begin)) {
            throw new IOException("instead of " + begin + " came " + reply);
        }
        return reply;
    }

    /** All lines up to the first that begins so, with it. */
    List<String> lines(String begin) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(line());
        } while (!lines.get(lines.size() - 1).startsWith(begin));
        return lines;
    }

    byte[] octets(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new EOFException("closed after " + octets.length + " of " + count + " octets");
        }
        return octets;
    }

    /** All that still comes until the server closes. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** What is still said before the connection ends, as it must; if it was reset, what was said is lost. */
    String last() {
        try {
            return rest();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection goes on", e);
        } catch (IOException e) {
            return "";
        }
    }

    /** Sends this again and again, unless the server hangs up before. */
    void pour(String octets, int times) {
        try {
            for (int i = 0; i < times; i++) {
                send(octets);
            }
        } catch (IOException e) {
            // It has heard enough.
            return;
        }
    }

    /** As a process dies: the connection is reset. */
    void die() throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @FunctionalInterface
    private interface Way {
        Socket to(int port) throws IOException;
    }

    /** The server's certificate is its own. */
    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
