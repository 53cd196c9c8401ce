package org.posthouse.delivery.smtp.talk;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.posthouse.api.log.Detail;

/** A connection to another host: lines go out, replies come back, and every wait has an end. One thread at a time. */
final class Wire implements Closeable {
    private static final int BUFFER = 16 << 10;

    private final Watch watch;
    private final Socket raw;
    private InputStream in;
    private OutputStream out;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private Optional<SSLSocket> secured = Optional.empty();
    private volatile Errand errand;
    private volatile boolean late;

    private Wire(Watch watch, Socket raw, Errand errand) {
        this.watch = watch;
        this.raw = raw;
        this.errand = errand;
    }

    static Wire connect(InetSocketAddress to, Optional<InetAddress> from, Duration patience, Errand errand, Watch watch)
            throws IOException {
        Socket socket = new Socket();
        Wire wire = new Wire(watch, socket, errand);
        watch.add(socket);
        try {
            if (from.isPresent()) {
                socket.bind(new InetSocketAddress(from.get(), 0));
            }
            socket.connect(to, (int) Math.max(1, wire.left(patience).toMillis()));
            socket.setTcpNoDelay(true);
            wire.use(socket);
            wire.tell(Detail.MEDIUM, "reached " + to);
            return wire;
        } catch (IOException | RuntimeException e) {
            watch.remove(socket);
            throw e;
        }
    }

    private void use(Socket socket) throws IOException {
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    /** The connection is used once more. */
    void renew(Errand next) {
        errand = next;
        tell(Detail.MEDIUM, "goes on to " + raw.getRemoteSocketAddress());
    }

    private void tell(Detail detail, String event) {
        errand.log().tell(detail, event);
    }

    private Duration left(Duration patience) throws SocketTimeoutException {
        long left = Math.min(patience.toNanos(), errand.deadline() - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("out of time");
        }
        return Duration.ofNanos(left);
    }

    /** Something that may block. */
    interface Step<T> {
        T run() throws IOException;
    }

    /** Does it within this time, or fails. */
    <T> T within(Duration patience, Step<T> step) throws IOException {
        ScheduledFuture<?> end = watch.in(left(patience), this::tooLate);
        try {
            return step.run();
        } catch (IOException e) {
            if (late) {
                throw new SocketTimeoutException("no answer in time");
            }
            throw e;
        } finally {
            end.cancel(false);
        }
    }

    private void tooLate() {
        late = true;
        // The socket itself: to close a TLS socket is to wait for who writes to it.
        Watch.shut(raw);
    }

    /** For what is no line; only {@link #within} a time. */
    OutputStream out() {
        return out;
    }

    /** A line, which waits for {@link #flush} or a reply: until then nothing is written that might block. */
    void line(String text) {
        line(text, text);
    }

    /** The same with what the log is to know of it. */
    void line(String text, String shown) {
        tell(Detail.HIGH, "> " + shown);
        lines.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    void flush(Duration patience) throws IOException {
        within(patience, this::push);
    }

    HostReply reply(Duration patience) throws IOException {
        return within(patience, () -> {
            push();
            return heard();
        });
    }

    private HostReply heard() throws IOException {
        HostReply reply = ReplyReader.read(in);
        if (errand.log().takes(Detail.HIGH)) {
            tell(Detail.HIGH, reply.toString());
        }
        return reply;
    }

    private boolean push() throws IOException {
        lines.writeTo(out);
        lines.reset();
        out.flush();
        return true;
    }

    /** Ends a mail and hears what becomes of it, even if delivery ends meanwhile. */
    HostReply lastWord(Ending ending, Duration patience) throws IOException {
        return within(patience, () -> {
            watch.spare(raw, true);
            try {
                ending.write();
                out.flush();
                return heard();
            } finally {
                watch.spare(raw, false);
            }
        });
    }

    /** Writes the last octets of a mail. */
    interface Ending {
        void write() throws IOException;
    }

    HostReply ask(String line, Duration patience) throws IOException {
        line(line);
        return reply(patience);
    }

    /** TLS from now on. What has come in clear after the reply must not count as said under TLS, RFC 3207 §4.2. */
    void secure(SSLSocketFactory factory, String host, boolean verify, Duration patience) throws IOException {
        if (in.available() > 0) {
            throw new IOException("something was said in clear after STARTTLS");
        }
        SSLSocket socket = (SSLSocket) factory.createSocket(raw, host, raw.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        if (verify) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        socket.setSSLParameters(parameters);
        within(patience, () -> {
            socket.startHandshake();
            return true;
        });
        use(socket);
        secured = Optional.of(socket);
        tell(Detail.MEDIUM, "is encrypted: " + socket.getSession().getProtocol());
    }

    /** TLSv1.3 and the like, once it is secured. */
    Optional<String> protocol() {
        return secured.map(socket -> socket.getSession().getProtocol());
    }

    InetAddress local() {
        return raw.getLocalAddress();
    }

    /** Whether the other side has closed, or said something that nobody asked for. */
    boolean stale() {
        try {
            return raw.isClosed() || in.available() > 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        watch.remove(raw);
    }
}
