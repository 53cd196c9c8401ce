package org.posthouse.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Standard input on its way to the server. */
final class Input {
    private static final byte[] END = {};
    /** Before a prompt: what is typed is shown. */
    private static final char SHOWN = 1;

    private Input() {}

    /** Not by a stream of the channel: before Java 19 that one waits until the answer being read has come. */
    static void frame(SocketChannel out, byte[] data) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(4 + data.length)
                .putInt(data.length)
                .put(data)
                .flip();
        while (frame.hasRemaining()) {
            out.write(frame);
        }
    }

    /** Sends one line that a person types, unseen unless it is no secret, or without a prompt everything, in a thread of its own: answers come meanwhile. */
    static void send(SocketChannel out, String prompt) throws IOException {
        if (!prompt.isEmpty()) {
            frame(out, prompt.charAt(0) == SHOWN ? shown(prompt.substring(1)) : secret(prompt));
            return;
        }
        Thread pump = new Thread(() -> pump(out), "posthouse-input");
        pump.setDaemon(true);
        pump.start();
    }

    private static byte[] shown(String prompt) {
        if (!Request.atTerminal()) {
            return END;
        }
        return Optional.ofNullable(System.console())
                .map(console -> console.readLine("%s", prompt))
                .orElse("")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] secret(String prompt) {
        if (!Request.atTerminal()) {
            return END;
        }
        Optional<char[]> line =
                Optional.ofNullable(System.console()).map(console -> console.readPassword("%s", prompt));
        byte[] bytes = line.map(String::new).orElse("").getBytes(StandardCharsets.UTF_8);
        line.ifPresent(characters -> Arrays.fill(characters, ' '));
        return bytes;
    }

    private static void pump(SocketChannel out) {
        try {
            byte[] buffer = new byte[16 * 1024];
            int n = System.in.read(buffer);
            while (n >= 0) {
                frame(out, Arrays.copyOf(buffer, n));
                n = System.in.read(buffer);
            }
            frame(out, END);
        } catch (IOException e) {
            // The command is done, or the server is gone: its answers tell which.
            return;
        }
    }
}
