package org.posthouse.system;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** The bare octets of an SMTP client: what is asked for is sent, right or wrong. */
final class Smtp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 180_000;

    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private final String greeting;
    private long longestReply;

    /** Connects and reads the greeting. */
    Smtp(int port) throws IOException {
        this(InetAddress.getLoopbackAddress(), port);
    }

    /** Connects and reads the greeting. */
    Smtp(InetAddress address, int port) throws IOException {
        this(new Socket(address, port));
    }

    /** Connects from this address of loopback. */
    static Smtp from(String own, int port) throws IOException {
        return new Smtp(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(own), 0));
    }

    private Smtp(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        greeting = reply();
        if (!greeting.startsWith("220")) {
            throw new IOException("greeted with " + greeting);
        }
    }

    /** TLS from here on, whatever certificate there is; what was already read in clear is lost. */
    void secure() throws IOException, GeneralSecurityException {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new Anyone()}, null);
        SSLSocket secured =
                (SSLSocket) trusting.getSocketFactory().createSocket(socket, "mx.example", socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Trusts whoever it is. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    String greeting() {
        return greeting;
    }

    /** How long a reply is waited for. */
    void patience(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
    }

    void send(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A whole reply, the last line of it where it has several. */
    String reply() throws IOException {
        String whole = whole();
        return whole.substring(whole.lastIndexOf('\n') + 1);
    }

    /** A whole reply, all its lines. */
    String whole() throws IOException {
        long begin = System.nanoTime();
        StringBuilder all = new StringBuilder();
        while (true) {
            String line = line();
            all.append(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                longestReply = Math.max(longestReply, System.nanoTime() - begin);
                return all.toString();
            }
            all.append('\n');
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("closed after '" + line + "'");
            }
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    String ask(String line) throws IOException {
        send(line + "\r\n");
        return reply();
    }

    /** Asks and insists on a reply that begins so. */
    String expect(String code, String line) throws IOException {
        String reply = ask(line);
        if (!reply.startsWith(code)) {
            throw new IOException(line + " was answered " + reply);
        }
        return reply;
    }

    /** A whole mail; the reply to its end. Lines of the message end with CRLF. */
    String mail(String from, String to, String message) throws IOException {
        offer(from, List.of(to), message);
        return reply();
    }

    /** The same, or the first reply that refuses it; the next mail can begin then. */
    String mailOrRefusal(String from, String to, String message) throws IOException {
        for (String line : List.of("MAIL FROM:<" + from + ">", "RCPT TO:<" + to + ">")) {
            String reply = ask(line);
            if (!reply.startsWith("250")) {
                expect("250", "RSET");
                return reply;
            }
        }
        expect("354", "DATA");
        send(stuffed(message));
        return reply();
    }

    /** A whole mail by LMTP; the reply of each recipient, RFC 2033 §4.2. */
    List<String> mail(String from, List<String> to, String message) throws IOException {
        offer(from, to, message);
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < to.size(); i++) {
            replies.add(reply());
        }
        return replies;
    }

    /** A whole mail, whose reply or replies are still to be read. */
    void offer(String from, List<String> to, String message) throws IOException {
        expect("250", "MAIL FROM:<" + from + ">");
        for (String each : to) {
            expect("250", "RCPT TO:<" + each + ">");
        }
        expect("354", "DATA");
        send(stuffed(message));
    }

    private static String stuffed(String message) {
        String stuffed = message.startsWith(".") ? "." + message : message;
        return stuffed.replace("\r\n.", "\r\n..") + (message.endsWith("\r\n") ? "" : "\r\n") + ".\r\n";
    }

    /** Of all replies so far. */
    long longestReplyMillis() {
        return longestReply / 1_000_000;
    }

    /** Whether the server has closed, which is waited for. */
    boolean closed() throws IOException {
        while (in.read() >= 0) {
            // What is left to be read does not matter here.
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
