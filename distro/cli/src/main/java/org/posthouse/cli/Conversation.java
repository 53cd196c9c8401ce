package org.posthouse.cli;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One command given to the running server. */
final class Conversation {
    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;
    private static final int EXIT = 3;
    private static final int WANT_INPUT = 4;
    /** As of a process that SIGPIPE has ended: who reads has seen enough, as with head(1). */
    private static final int NOBODY_READS = 128 + 13;
    /** The server sends smaller frames; more is another protocol. */
    private static final int MAX_FRAME = 16 * 1024 * 1024;

    private final Path socket;
    private final OutputStream output;
    private final OutputStream errors;

    Conversation(Path socket) {
        // No print streams: they keep it to themselves when nobody reads any more.
        this(socket, new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    }

    /** Its answers go elsewhere. */
    Conversation(Path socket, OutputStream output, OutputStream errors) {
        this.socket = socket;
        this.output = output;
        this.errors = errors;
    }

    /** The exit status, or empty if no server answers. */
    Optional<Integer> run(List<String> arguments) throws IOException {
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            if (!connect(channel)) {
                return Optional.empty();
            }
            Request request = Request.of(arguments);
            Input.frame(channel, request.text().getBytes(StandardCharsets.UTF_8));
            return Optional.of(answers(new DataInputStream(Channels.newInputStream(channel)), channel));
        }
    }

    private boolean connect(SocketChannel channel) throws IOException {
        try {
            return channel.connect(UnixDomainSocketAddress.of(bound()));
        } catch (ConnectException e) {
            // Left by a server that was killed.
            return false;
        } catch (SocketException e) {
            throw new IOException("cannot use " + socket + ": " + e.getMessage(), e);
        }
    }

    /** A path too long for a socket's address is a link to a short one. */
    private Path bound() throws IOException {
        return Files.isSymbolicLink(socket) ? Files.readSymbolicLink(socket) : socket;
    }

    private int answers(DataInputStream in, SocketChannel out) throws IOException {
        Waiting waiting = Waiting.begin();
        try {
            while (true) {
                int kind = in.readUnsignedByte();
                waiting.end();
                int length = in.readInt();
                if (length < 0 || length > MAX_FRAME) {
                    throw new IOException("the server's answer is not understood");
                }
                byte[] payload = in.readNBytes(length);
                if (payload.length < length) {
                    throw new EOFException();
                }
                switch (kind) {
                    case STANDARD_OUTPUT -> write(output, payload);
                    case STANDARD_ERROR -> write(errors, payload);
                    case WANT_INPUT -> Input.send(out, new String(payload, StandardCharsets.UTF_8));
                    case EXIT -> {
                        return Integer.parseInt(new String(payload, StandardCharsets.US_ASCII).strip());
                    }
                    default -> throw new IOException("the server's answer is not understood");
                }
            }
        } catch (Unread e) {
            return NOBODY_READS;
        } catch (EOFException e) {
            throw new IOException("the server went away before the command was done", e);
        } catch (NumberFormatException e) {
            throw new IOException("the server's answer is not understood", e);
        } finally {
            waiting.end();
        }
    }

    private static void write(OutputStream stream, byte[] payload) throws IOException {
        try {
            stream.write(payload);
            stream.flush();
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            if (why.toLowerCase(Locale.ROOT).contains("broken pipe")) {
                throw new Unread(e);
            }
            throw new IOException("the answer cannot be written: " + why, e);
        }
    }

    /** Nobody reads what is written. */
    private static final class Unread extends IOException {
        private static final long serialVersionUID = 1;

        Unread(IOException cause) {
            super(cause);
        }
    }
}
