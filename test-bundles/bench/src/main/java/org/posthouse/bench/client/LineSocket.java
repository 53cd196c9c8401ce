package org.posthouse.bench.client;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A connection to loopback that is read by lines. For one thread; it makes no garbage for lines that nobody asks about. */
final class LineSocket implements Closeable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 120_000;
    private static final int SHOWN = 2000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[65_536];
    private int position;
    private int limit;
    private long received;
    private byte[] line = new byte[1024];
    private int length;

    LineSocket(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        socket.setSoTimeout(READ_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] octets) throws IOException {
        out.write(octets);
    }

    /** Reads one line; with literals (RFC 9051 §4.3), these are skipped and the line goes on behind them. */
    void next(boolean literals) throws IOException {
        length = 0;
        long skip;
        do {
            int start = length;
            toLineFeed();
            if (length > start && line[length - 1] == '\r') {
                length--;
            }
            skip = literals ? announced(start) : -1;
            for (long left = skip; left > 0; ) {
                fillIfEmpty();
                int taken = (int) Math.min(left, limit - position);
                position += taken;
                left -= taken;
            }
        } while (skip >= 0);
    }

    private void toLineFeed() throws IOException {
        while (true) {
            fillIfEmpty();
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            int more = end - position;
            if (length + more > line.length) {
                line = Arrays.copyOf(line, Math.max(line.length * 2, length + more));
            }
            System.arraycopy(buffer, position, line, length, more);
            length += more;
            position = end;
            if (end < limit) {
                position++;
                return;
            }
        }
    }

    private void fillIfEmpty() throws IOException {
        if (position < limit) {
            return;
        }
        limit = in.read(buffer);
        position = 0;
        if (limit < 0) {
            limit = 0;
            throw new EOFException("the server has closed the connection");
        }
        received += limit;
    }

    /** The octets of a literal that the line announces at its end, -1 if none. */
    private long announced(int start) {
        if (length == start || line[length - 1] != '}') {
            return -1;
        }
        int at = length - 2;
        long octets = 0;
        for (long factor = 1; at >= start && line[at] >= '0' && line[at] <= '9'; at--, factor *= 10) {
            octets += (line[at] - '0') * factor;
        }
        return at >= start && line[at] == '{' ? octets : -1;
    }

    boolean startsWith(byte[] octets) {
        return length >= octets.length && Arrays.equals(line, 0, octets.length, octets, 0, octets.length);
    }

    /** The octet there, 0 behind the end. */
    byte at(int index) {
        return index < length ? line[index] : 0;
    }

    /** The line's beginning. */
    String text() {
        return new String(line, 0, Math.min(length, SHOWN), StandardCharsets.ISO_8859_1);
    }

    /** Octets that have come so far. */
    long received() {
        return received;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
