package org.posthouse.system;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** A command given to a running server as {@code bin/posthouse} gives it, without a process for each; nobody types anything. */
final class Asking {
    private static final int OUT = 1;
    private static final int ERR = 2;
    private static final int EXIT = 3;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Asking() {}

    /**
     * What it said.
     *
     * @throws SocketException if no server takes commands there
     */
    static Run of(Path home, List<String> words) throws IOException {
        Path socket = home.resolve("run/admin.sock");
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(
                    UnixDomainSocketAddress.of(Files.isSymbolicLink(socket) ? Files.readSymbolicLink(socket) : socket));
            return new Asking().of(channel, words);
        }
    }

    private static String request(List<String> words) {
        return words.stream().map(word -> "arg:" + base64(word) + "\n").collect(Collectors.joining())
                + "tty:false\ncolumns:0\ncolor:false\nstdin:true\nfolder:"
                + base64(Path.of("").toAbsolutePath().toString()) + "\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(SocketChannel channel, byte[] data) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(4 + data.length)
                .putInt(data.length)
                .put(data)
                .flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    private Run of(SocketChannel channel, List<String> words) {
        try {
            send(channel, request(words).getBytes(StandardCharsets.UTF_8));
            return answer(channel);
        } catch (IOException e) {
            return new Run(1, text(out), text(err) + "posthouse: the server went away before the command was done\n");
        }
    }

    private Run answer(SocketChannel channel) throws IOException {
        DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
        while (true) {
            int kind = in.readUnsignedByte();
            byte[] payload = new byte[in.readInt()];
            in.readFully(payload);
            switch (kind) {
                case OUT -> out.writeBytes(payload);
                case ERR -> err.writeBytes(payload);
                case EXIT -> {
                    return new Run(Integer.parseInt(text(payload).strip()), text(out), text(err));
                }
                default -> send(channel, new byte[0]);
            }
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream octets) {
        return octets.toString(StandardCharsets.UTF_8);
    }
}
