package org.posthouse.delivery.smtp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Another host: takes mail by the book, but for what a test wants it to say. */
final class FakeHost implements AutoCloseable {
    /** Said instead of a reply: the connection is closed. */
    static final String CLOSE = "close";
    /** Said instead of a reply: nothing comes. */
    static final String HANG = "hang";

    /** What it goes by for everything that a test does not say. */
    private static final String DEFAULT = "";

    private final ServerSocket door;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> inside = ConcurrentHashMap.newKeySet();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Mail> mails = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile List<String> extensions = List.of("PIPELINING", "8BITMIME", "SIZE 10000000");
    private volatile Function<String, String> says = line -> DEFAULT;
    private volatile boolean brokenTls;
    private volatile boolean tlsAtOnce;

    /** @param wire the octets of the message as they came, without the final dot */
    record Mail(String from, List<String> to, String wire, boolean secure) {
        /** Without the dots that were doubled. */
        String text() {
            String text = wire.startsWith(".") ? wire.substring(1) : wire;
            return text.replace("\r\n.", "\r\n");
        }
    }

    FakeHost(String address) throws IOException {
        this(address, 0);
    }

    FakeHost(String address, int port) throws IOException {
        door = new ServerSocket(port, 50, InetAddress.getByName(address));
        threads.execute(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    InetAddress address() {
        return door.getInetAddress();
    }

    /** Its answers, where it has another one than usual; {@link #DEFAULT} otherwise. "220" is asked for its greeting, "." at the end of a message. */
    FakeHost says(Function<String, String> answer) {
        says = answer;
        return this;
    }

    /** This answer to commands that begin so. */
    FakeHost says(String command, String answer) {
        return says(line -> line.startsWith(command) ? answer : DEFAULT);
    }

    FakeHost offers(String... keywords) {
        extensions = List.of(keywords);
        return this;
    }

    FakeHost brokenTls() {
        brokenTls = true;
        return this;
    }

    FakeHost tlsAtOnce() {
        tlsAtOnce = true;
        return this;
    }

    List<Mail> mails() {
        return mails;
    }

    /** All commands it was given. */
    List<String> lines() {
        return lines;
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                inside.add(socket);
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            new Visit(socket).run();
        } catch (IOException | GeneralSecurityException e) {
            // The client has gone, which it may.
        }
    }

    /** One client. */
    private final class Visit {
        private Socket socket;
        private InputStream in;
        private OutputStream out;
        private boolean secure;
        private String from = "";
        private List<String> to = new ArrayList<>();

        Visit(Socket socket) throws IOException {
            use(socket);
        }

        private void use(Socket now) throws IOException {
            socket = now;
            in = new BufferedInputStream(now.getInputStream());
            out = now.getOutputStream();
        }

        void run() throws IOException, GeneralSecurityException {
            if (tlsAtOnce) {
                startTls();
            }
            boolean on = answer("220", "220 mx.school.edu ready");
            while (on) {
                String line = line();
                lines.add(line);
                on = answer(line, usual(line));
                if (line.equals("STARTTLS") && on) {
                    startTls();
                }
                if (line.equals("DATA") && on && took("354")) {
                    String wire = message();
                    mails.add(new Mail(from, List.copyOf(to), wire, secure));
                    on = answer(".", "250 2.0.0 taken");
                    if (!took("250")) {
                        mails.remove(mails.size() - 1);
                    }
                    to = new ArrayList<>();
                }
            }
        }

        private String last = "";

        private boolean took(String code) {
            return last.startsWith(code);
        }

        private String usual(String line) {
            String verb = line.split("[ :]", 2)[0];
            return switch (verb) {
                case "EHLO" -> ehlo();
                case "QUIT" -> "221 2.0.0 bye";
                case "DATA" -> to.isEmpty() ? "554 5.5.1 no recipients" : "354 go on";
                case "STARTTLS" -> "220 2.0.0 go on";
                case "MAIL", "RCPT", "RSET", "HELO" -> "250 2.0.0 fine";
                default -> "500 5.5.1 what?";
            };
        }

        private String ehlo() {
            List<String> all = new ArrayList<>(List.of("mx.school.edu"));
            extensions.stream()
                    .filter(each -> !each.equals("STARTTLS") || !secure)
                    .forEach(all::add);
            StringBuilder reply = new StringBuilder();
            for (int i = 0; i < all.size(); i++) {
                reply.append(i < all.size() - 1 ? "250-" : "250 ")
                        .append(all.get(i))
                        .append("\r\n");
            }
            return reply.substring(0, reply.length() - 2);
        }

        private boolean answer(String line, String usual) throws IOException {
            String special = says.apply(line);
            String reply = special.equals(DEFAULT) ? usual : special;
            last = reply;
            if (reply.equals(CLOSE)) {
                return false;
            }
            if (reply.equals(HANG)) {
                return in.read() >= 0 && answer(line, usual);
            }
            if (reply.startsWith("250") && line.startsWith("MAIL FROM:")) {
                from = line.substring(10);
                to = new ArrayList<>();
            }
            if (reply.startsWith("250") && line.startsWith("RCPT TO:")) {
                to.add(line.substring(8));
            }
            out.write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return !line.equals("QUIT");
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (true) {
                int octet = in.read();
                if (octet < 0) {
                    throw new IOException("closed");
                }
                if (octet == '\n') {
                    return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
                }
                line.write(octet);
            }
        }

        /** Up to CRLF, dot, CRLF. */
        private String message() throws IOException {
            StringBuilder wire = new StringBuilder();
            while (true) {
                int octet = in.read();
                if (octet < 0) {
                    throw new IOException("closed within a message");
                }
                wire.append((char) octet);
                if (octet == '\n' && ends(wire)) {
                    return wire.substring(0, wire.length() - 3);
                }
            }
        }

        private boolean ends(StringBuilder wire) {
            int length = wire.length();
            return length == 3
                    ? wire.toString().equals(".\r\n")
                    : length >= 5 && wire.substring(length - 5).equals("\r\n.\r\n");
        }

        private void startTls() throws IOException, GeneralSecurityException {
            if (brokenTls) {
                out.write("this is no handshake\r\n".getBytes(StandardCharsets.US_ASCII));
                throw new IOException("broken");
            }
            SSLSocket tls = (SSLSocket) tls().getSocketFactory().createSocket(socket, null, true);
            tls.setUseClientMode(false);
            tls.startHandshake();
            secure = true;
            use(tls);
        }
    }

    static KeyStore keys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = FakeHost.class.getResourceAsStream("host.p12")) {
            keys.load(in, "posthouse".toCharArray());
        }
        return keys;
    }

    private static SSLContext tls() throws IOException, GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(keys(), "posthouse".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : inside) {
            socket.close();
        }
        threads.shutdown();
    }
}
