package org.posthouse.console.shell;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The frames of the administration socket. To the server: a length of four octets and so many octets. To the client: the same after one
 * octet that says what it is.
 */
final class Frames {
    static final int STANDARD_OUTPUT = 1;
    static final int STANDARD_ERROR = 2;
    static final int EXIT = 3;
    static final int WANT_INPUT = 4;
    private static final int LARGEST = 1 << 20;
    private static final int PIECE = 64 * 1024;

    private final SocketChannel channel;

    Frames(SocketChannel channel) {
        this.channel = channel;
    }

    byte[] read() throws IOException {
        int length = fill(4).getInt();
        if (length < 0 || length > LARGEST) {
            throw new IOException("a frame of " + length + " octets");
        }
        return fill(length).array();
    }

    private ByteBuffer fill(int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the caller has gone");
            }
        }
        return buffer.flip();
    }

    synchronized void write(int kind, byte[] octets, int offset, int length) throws IOException {
        for (int at = offset; at < offset + length || length == 0; at += PIECE) {
            int piece = Math.min(PIECE, offset + length - at);
            ByteBuffer frame = ByteBuffer.allocate(5 + piece);
            frame.put((byte) kind).putInt(piece).put(octets, at, piece).flip();
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
            if (length == 0) {
                return;
            }
        }
    }
}
